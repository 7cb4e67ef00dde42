// Google's csp_evaluator over the content security policies on standard input: a JSON list in, a list of findings out.
const [, , folder] = process.argv;
const { CspEvaluator } = require(`${folder}/dist/evaluator.js`);
const { CspParser } = require(`${folder}/dist/parser.js`);
const { Type } = require(`${folder}/dist/finding.js`);

const policies = JSON.parse(require("fs").readFileSync(0, "utf8"));
const judge = (policy) =>
  new CspEvaluator(new CspParser(policy).csp).evaluate().map((found) => [Type[found.type], found.directive, found.value]);
process.stdout.write(JSON.stringify(policies.map(judge)));
