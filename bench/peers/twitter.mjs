// What the package twitter-text says of texts.
//   node twitter.mjs MODULES TEXTS.json  ->  {"seconds", "texts": [[weight, [[start, end], …]], …]} in code points
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, file] = process.argv.slice(2);
const twitter = createRequire(modules + "/")("twitter-text");
const points = (text, end) => Array.from(text.slice(0, end)).length;
const texts = JSON.parse(readFileSync(file, "utf8"));
const began = performance.now();
const found = texts.map((text) => [
  twitter.parseTweet(text).weightedLength,
  twitter.extractHashtagsWithIndices(text).map(({ indices }) => indices),
]);
const seconds = (performance.now() - began) / 1000;
const told = found.map(([weight, tags], at) => [
  weight,
  tags.map((indices) => indices.map((end) => points(texts[at], end))),
]);
console.log(JSON.stringify({ seconds, texts: told }));
