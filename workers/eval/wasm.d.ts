/** wrangler and the vitest plugin hand a `.wasm` file over compiled: the edge compiles none itself. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
