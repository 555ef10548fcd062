// Reads [[source, flags], ...] as JSON, and writes what recheck says of each: [[status, complexity, attack, its string], ...].
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const recheck = createRequire(process.argv[2] + "/")("recheck");
const results = [];
for (const [source, flags] of JSON.parse(readFileSync(0, "utf8"))) {
  const said = await recheck.check(source, flags, { timeout: 15000, randomSeed: 1 });
  const why = said.error ? said.error.kind : said.complexity?.summary ?? "";
  results.push([said.status, why, said.attack?.pattern ?? "", said.attack?.string ?? ""]);
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
