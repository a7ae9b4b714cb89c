import type { OrdinaryPage } from './page.ts';

/** A script as large as those that stand before the title of some pages, full of what looks like markup. */
const HUGE_SCRIPT = `<script nonce="x">var config = ${JSON.stringify({
  html: '<title>not this</title><meta property="og:title" content="nor this">',
  list: Array.from({ length: 6_000 }, (_, i) => `i<n&&a</${i}/.test("<b>")`),
}).replaceAll('</', '<\\/')};</script>`;

const NEWS: OrdinaryPage = {
  name: 'news article',
  body: `<!DOCTYPE html>
<html lang="en-GB" prefix="og: http://ogp.me/ns#">
<head>
  <meta charset="utf-8">
  <title>Geese return to the harbour after ten years | The Harbour Times</title>
  <meta name="description" content="The short description for search engines.">
  <link rel="canonical" href="https://news.example.com/local/geese">
  <meta property="og:type" content="article">
  <meta property="og:site_name" content="The Harbour Times">
  <meta property="og:title" content="Geese return to the harbour after ten years">
  <meta property="og:description" content="Residents woke to honking on Tuesday: &ldquo;We had forgotten how loud they are.&rdquo;">
  <meta property="og:image" content="https://img.example.com/geese.jpg?w=1200&amp;h=630">
  <meta name="twitter:card" content="summary_large_image">
  <meta name="twitter:title" content="Geese are back!">
  <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Harbour geese return"}</script>
</head>
<body><header><h1>The Harbour Times</h1></header><article><h1>Geese return to the harbour after ten years</h1><p>…</p></article></body>
</html>`,
  is: {
    title: 'Geese return to the harbour after ten years',
    description: 'Residents woke to honking on Tuesday: “We had forgotten how loud they are.”',
    image: 'https://img.example.com/geese.jpg?w=1200&h=630',
    site: 'The Harbour Times',
    language: 'en-GB',
  },
};

const VIDEO: OrdinaryPage = {
  name: 'video, YouTube-like',
  type: 'text/html; charset=utf-8',
  body: `<!DOCTYPE html><html style="font-size: 10px" lang="de-DE" system-icons typography><head>${HUGE_SCRIPT}
<link rel="shortcut icon" href="/favicon.ico"><title>Building a duck pond in one day - Videos</title>
<meta name="title" content="Building a duck pond in one day"><meta name="description" content="I dug a hole.">
<meta property="og:site_name" content="Videos"><meta property="og:url" content="https://video.example.com/watch?v=abc">
<meta property="og:title" content="Building a duck pond in one day"><meta property="og:image" content="https://i.example.com/vi/abc/max.jpg">
<meta property="og:image:width" content="1280"><meta property="og:description" content="I dug a hole. Then it rained.&#10;&#10;Chapters: 0:00 digging">
<meta property="og:type" content="video.other"></head><body dir="ltr">${HUGE_SCRIPT}<div id="app"></div></body></html>`,
  is: {
    title: 'Building a duck pond in one day',
    description: 'I dug a hole. Then it rained. Chapters: 0:00 digging',
    image: 'https://i.example.com/vi/abc/max.jpg',
    site: 'Videos',
    language: 'de-DE',
  },
};

const STREAM: OrdinaryPage = {
  name: 'live channel, Twitch-like',
  body: `<!DOCTYPE html><html class="theme-dark" lang="en-US"><head><meta charset="utf-8"><title>Streams</title>
<meta property='og:site_name' content='Streams'><meta property='fb:app_id' content='1'>
<meta content='pia_paddles - Streams' property='og:title'/><meta content='Friday night raiding with chat 🦆 !drops' property='og:description'/>
<meta content='https://cdn.example.com/live_user_pia.jpg' property='og:image'/><meta name='twitter:title' content='pia_paddles - Streams'>
<script async src="/boot.js"></script></head><body><div id="root"></div><noscript>Please enable JavaScript.</noscript></body></html>`,
  is: {
    title: 'pia_paddles - Streams',
    description: 'Friday night raiding with chat 🦆 !drops',
    image: 'https://cdn.example.com/live_user_pia.jpg',
    site: 'Streams',
  },
};

const REPOSITORY: OrdinaryPage = {
  name: 'repository, GitHub-like',
  body: `<!DOCTYPE html>
<html
  lang="en"

  data-color-mode="auto" data-light-theme="light"
  >
  <head>
    <meta charset="utf-8">
  <title>CodeHost - pond/duck-counter: Counts ducks in photographs · CodeHost</title>
  <meta name="twitter:image" content="https://opengraph.example.com/1a/pond/duck-counter" /><meta name="twitter:site" content="@codehost" />
  <meta property="og:image" content="https://opengraph.example.com/1a/pond/duck-counter" /><meta property="og:site_name" content="CodeHost" />
  <meta property="og:title" content="CodeHost - pond/duck-counter: Counts ducks in photographs" />
  <meta name="visitor-payload" content="eyJyZWZlcnJlciI6IiJ9">
  </head>
  <body><svg><title>Star</title></svg><h1><svg aria-hidden="true"><title>Repository</title></svg> <a href="/pond">pond</a> / <a>duck-counter</a></h1></body></html>`,
  is: {
    title: 'CodeHost - pond/duck-counter: Counts ducks in photographs',
    image: 'https://opengraph.example.com/1a/pond/duck-counter',
    site: 'CodeHost',
    language: 'en',
  },
};

const WIKI: OrdinaryPage = {
  name: 'wiki article',
  body: `<!DOCTYPE html><html class="client-nojs" lang="sv" dir="ltr"><head><meta charset="UTF-8"/><title>Grågås – Uppslagsboken</title>
<script>document.documentElement.className="client-js";RLCONF={"wgTitle":"Grågås"};</script>
<meta name="generator" content="Wiki 1.45"/><meta name="robots" content="max-image-preview:standard"/>
<meta property="og:image" content="https://upload.example.org/goose.jpg"/>
</head><body><h1 id="firstHeading"><span class="mw-page-title-main">Grågås</span></h1><p><b>Grågås</b> är en fågel.</p></body></html>`,
  is: {
    title: 'Grågås – Uppslagsboken',
    description: null,
    image: 'https://upload.example.org/goose.jpg',
    site: null,
    language: 'sv',
  },
};

const BLOG: OrdinaryPage = {
  name: 'blog with only a title',
  body: `<html><head><title>
    How I stopped worrying &amp; learned to love the swan   —
    Pia&#8217;s pond
  </title></head><body><p>It was a dark and stormy night.</p></body></html>`,
  is: {
    title: 'How I stopped worrying & learned to love the swan — Pia’s pond',
    description: null,
    image: null,
    site: null,
    language: null,
  },
};

const OG_ONLY: OrdinaryPage = {
  name: 'Open Graph only',
  body: `<!doctype html><meta property="og:title" content="Tickets for the swan boat race"><meta property="og:locale" content="nl_NL">
<meta property="og:image" content="data:image/png;base64,AAAA"><meta property="og:image" content="/poster.png"><div>Loading …</div>`,
  is: { title: 'Tickets for the swan boat race', language: 'nl-NL', site: null },
};

const TWITTER_ONLY: OrdinaryPage = {
  name: 'Twitter card only',
  body: `<!doctype html><html><head><meta name="twitter:card" content="summary"><meta name="twitter:title" content="A thread about grebes">
<meta name="twitter:description" content="1/12 Grebes dance."><meta name="twitter:image:src" content="https://img.example.com/grebe.png"></head><body></body></html>`,
  is: {
    title: 'A thread about grebes',
    description: '1/12 Grebes dance.',
    image: 'https://img.example.com/grebe.png',
  },
};

const JSON_LD_ONLY: OrdinaryPage = {
  name: 'JSON-LD only',
  body: `<!doctype html><html><head><script type="application/ld+json">{ this is broken </script>
<script type='application/ld+json'>
[{"@context":"http://schema.org","@type":"Organization","name":"Pond Press","logo":{"url":"https://x.example.com/logo.png"}},
 {"@context":"http://schema.org","@type":["BlogPosting"],"headline":"Five quiet lakes &amp; one loud one","inLanguage":"en-AU",
  "description":"<p>Where to <em>hear</em> nothing.</p>","image":[{"@type":"ImageObject","url":"https://img.example.com/lake.jpg"}],
  "author":{"@type":"Person","name":"Mo"},"publisher":{"@type":"Organization","name":"Pond Press"}}]
</script></head><body><div id="__next"></div></body></html>`,
  is: {
    title: 'Five quiet lakes & one loud one',
    description: 'Where to hear nothing.',
    image: 'https://img.example.com/lake.jpg',
    site: 'Pond Press',
    language: 'en-AU',
  },
};

const RECIPE: OrdinaryPage = {
  name: 'recipe in a graph',
  body: `<!doctype html><html lang="en-US"><head><title>Recipes</title>
<script type="application/ld+json" class="seo-graph">{"@context":"https://schema.org","@graph":[
 {"@type":"WebSite","@id":"https://food.example.com/#website","name":"Kitchen by the Lake"},
 {"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":"Home"}]},
 {"@type":"WebPage","@id":"https://food.example.com/soup/","name":"Watercress soup - Kitchen by the Lake","isPartOf":{"@id":"https://food.example.com/#website"}},
 {"@type":"Person","name":"Ann"},
 {"@type":"Recipe","name":"Grandmother&#8217;s watercress soup","description":"Green &#038; quick.","image":["https://img.example.com/soup-1x1.jpg","https://img.example.com/soup.jpg"],
  "recipeIngredient":["2 bunches of watercress"],"aggregateRating":{"@type":"AggregateRating","ratingValue":"4.8"}}]}</script></head><body></body></html>`,
  is: {
    title: 'Grandmother’s watercress soup',
    description: 'Green & quick.',
    image: 'https://img.example.com/soup-1x1.jpg',
    site: 'Kitchen by the Lake',
  },
};

const PRODUCT: OrdinaryPage = {
  name: 'product',
  body: `<!DOCTYPE html><html lang="fr"><head><meta http-equiv="content-type" content="text/html; charset=utf-8">
<title>Boutique du lac : Bottes en caoutchouc, 39,90 €</title><meta name="description" content="Bottes &quot;Canard&quot;, pointures 36 à 46.">
<meta property="product:price:amount" content="39.90"><meta property="og:type" content="product"><meta property="og:title" content="">
<script type="application/ld+json">{"@context":"https://schema.org/","@type":"Product","name":"Bottes en caoutchouc «\u00a0Canard\u00a0»","brand":{"@type":"Brand","name":"Lac"},"offers":{"@type":"Offer","price":"39.90"}}</script>
</head><body><h1>Bottes</h1></body></html>`,
  is: {
    title: 'Bottes en caoutchouc « Canard »',
    description: 'Bottes "Canard", pointures 36 à 46.',
    language: 'fr',
  },
};

const RTL: OrdinaryPage = {
  name: 'right to left',
  body: `<!DOCTYPE html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>می‌خواهم پرنده‌ها را ببینم &rlm;| تالاب</title></head><body></body></html>`,
  is: { title: 'می‌خواهم پرنده‌ها را ببینم ‏| تالاب', language: 'fa' },
};

const AMP: OrdinaryPage = {
  name: 'AMP',
  body: `<!doctype html><html ⚡ lang="pt-BR"><head><meta charset="utf-8"><script async src="https://cdn.example.org/v0.js"></script>
<title>Patos invadem praça</title><style amp-boilerplate>body{animation:-amp-start 8s steps(1,end) 0s 1 normal both}</style><noscript><style amp-boilerplate>body{animation:none}</style></noscript>
<script type="application/ld+json">{"@context":"http://schema.org","@type":"NewsArticle","mainEntityOfPage":"https://x.example.com/","headline":"Patos invadem praça no centro","image":{"@type":"ImageObject","url":"https://img.example.com/patos.jpg","width":696}}</script></head>
<body><amp-img src="x.jpg"></amp-img><h1>Patos</h1></body></html>`,
  is: { title: 'Patos invadem praça no centro', image: 'https://img.example.com/patos.jpg', language: 'pt-BR' },
};

const SPA: OrdinaryPage = {
  name: 'app with an empty body',
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>Pond Planner</title><script defer src="/static/main.8f3c.js"></script></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>`,
  is: { title: 'Pond Planner', description: null },
};

const FRAMESET: OrdinaryPage = {
  name: 'frameset',
  body: `<HTML><HEAD><TITLE>Willkommen beim Gefl&uuml;gelverein Oberdorf</TITLE><META NAME="Description" CONTENT="Zucht seit 1952"></HEAD>
<FRAMESET COLS="150,*"><FRAME SRC="menu.htm"><FRAME SRC="start.htm"><NOFRAMES><BODY><H1>Ihr Browser kann keine Frames</H1></BODY></NOFRAMES></FRAMESET></HTML>`,
  is: { title: 'Willkommen beim Geflügelverein Oberdorf', description: 'Zucht seit 1952' },
};

const XHTML: OrdinaryPage = {
  name: 'XHTML',
  type: 'application/xhtml+xml',
  body: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="it" lang="it"><head><script type="text/javascript" src="a.js" /><title>Le oche del Campidoglio</title>
<meta name="description" content="Una storia &lt;vera&gt;" /></head><body><p>…</p></body></html>`,
  is: { title: 'Le oche del Campidoglio', description: 'Una storia <vera>', language: 'it' },
};

const HEADING_ONLY: OrdinaryPage = {
  name: 'note with only a heading',
  body: '<h1><img src="logo.png" alt=""></h1><h1>Minutes of the <em>duck</em> committee<br>12 May</h1><p>Present: Pia, Mo.</p>',
  is: { title: 'Minutes of the duck committee 12 May' },
};

/** Pages in the shapes that the web has, each written for these tests. */
export const ORDINARY: readonly OrdinaryPage[] = [
  NEWS,
  VIDEO,
  STREAM,
  REPOSITORY,
  WIKI,
  BLOG,
  OG_ONLY,
  TWITTER_ONLY,
  JSON_LD_ONLY,
  RECIPE,
  PRODUCT,
  RTL,
  AMP,
  SPA,
  FRAMESET,
  XHTML,
  HEADING_ONLY,
];
