// Lints texts with textlint and its terminology rule in one process.
//   node textlint.mjs MODULES CONFIG POSTS.json  ->  {"seconds", "ready", "findings": [[post, line, column], …]}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, config, file] = process.argv.slice(2);
const ROUNDS = 3;
const began = performance.now();
const require = createRequire(modules + "/");
const { createLinter, loadTextlintrc } = require("textlint");
const descriptor = await loadTextlintrc({ configFilePath: config });
const linter = createLinter({ descriptor });
const posts = JSON.parse(readFileSync(file, "utf8"));
await linter.lintText(posts[0], "warm.md");
const ready = performance.now();
let seconds = Infinity;
let findings;
for (let round = 0; round < ROUNDS; round += 1) {
  const start = process.cpuUsage();
  findings = [];
  for (const [post, text] of posts.entries()) {
    const { messages } = await linter.lintText(text, "post.md");
    for (const { loc } of messages) findings.push([post, loc.start.line, loc.start.column]);
  }
  const { user, system } = process.cpuUsage(start);
  seconds = Math.min(seconds, (user + system) / 1e6);
}
console.log(JSON.stringify({ seconds, ready: (ready - began) / 1000, findings }));
