/** A number with a unit, or with none. */
export interface Quantity {
  /** In the unit, as it is shown. */
  readonly amount: number;
  readonly unit: Unit | null;
}

export interface Unit {
  /** As it was typed. */
  readonly name: string;
  readonly kind: string;
  /** How many of the kind's base unit one is. */
  readonly size: number;
  /** Where its zero is, in the base unit: temperatures. */
  readonly zero: number;
}

/** The units people ask a chat bot for, of those that math.js has; by kind, each in its kind's first. */
const KINDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  length: {
    'm meter meters metre metres': 1,
    'mm millimeter millimeters': 0.001,
    'cm centimeter centimeters': 0.01,
    'km kilometer kilometers': 1000,
    'in inch inches': 0.0254,
    'ft foot feet': 0.3048,
    'yd yard yards': 0.9144,
    'mi mile miles': 1609.344,
  },
  mass: {
    'g gram grams': 1,
    'mg milligram milligrams': 0.001,
    'kg kilogram kilograms': 1000,
    'ton tons': 907184.74,
    'tonne tonnes': 1e6,
    'oz ounce ounces': 28.349523125,
    'lb lbs lbm pound pounds': 453.59237,
    'stone stones': 6350.29318,
  },
  time: {
    's sec secs second seconds': 1,
    'ms millisecond milliseconds': 0.001,
    'min mins minute minutes': 60,
    'h hr hrs hour hours': 3600,
    'day days': 86_400,
    'week weeks': 604_800,
    'year years': 31_557_600,
  },
  volume: {
    'l liter liters litre litres': 1,
    'ml milliliter milliliters': 0.001,
    'cup cups': 0.2365882365,
    'pint pints': 0.473176473,
    'gallon gallons': 3.785411784,
  },
  data: {
    'b byte bytes': 1,
    'bit bits': 0.125,
    'kB kilobyte kilobytes': 1e3,
    'MB megabyte megabytes': 1e6,
    'GB gigabyte gigabytes': 1e9,
    'TB terabyte terabytes': 1e12,
  },
  angle: { 'rad radian radians': 1, 'deg degree degrees': Math.PI / 180 },
  temperature: { 'K kelvin': 1, 'degC celsius': 1, 'degF fahrenheit': 5 / 9 },
};

const ZEROS: Readonly<Record<string, number>> = {
  degC: 273.15,
  celsius: 273.15,
  degF: 459.67 * (5 / 9),
  fahrenheit: 459.67 * (5 / 9),
};

const UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries(KINDS).flatMap(([kind, sizes]) =>
    Object.entries(sizes).flatMap(([names, size]) =>
      names.split(' ').map((name) => [name, { name, kind, size, zero: ZEROS[name] ?? 0 }] as const),
    ),
  ),
);

export const unitNamed = (name: string): Unit | null => UNITS.get(name) ?? null;

export const plain = (amount: number): Quantity => ({ amount, unit: null });

/** In the base unit of its kind. */
export const inBase = ({ amount, unit }: Quantity): number => (unit ? amount * unit.size + unit.zero : amount);

/** The same quantity in another unit of its kind. */
export const inUnit = (quantity: Quantity, unit: Unit): Quantity => ({
  amount: (inBase(quantity) - unit.zero) / unit.size,
  unit,
});
