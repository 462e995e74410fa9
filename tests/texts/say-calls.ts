import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A place in the code that says a text. */
export interface SayCall {
  where: string;
  /** the texts it may say: a condition gives two */
  keys: string[];
  /** names of the values it gives; `undefined` when only running it would tell */
  values: string[] | undefined;
  /** the element of a page around it, as `Button` */
  inside: string | undefined;
}

/** String literals that an expression may become. */
const literals = (node: ts.Expression): string[] => {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return literals(node.expression);
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  return [];
};

const valuesOf = (node: ts.Expression | undefined): string[] | undefined => {
  if (node === undefined) return [];
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const names = node.properties.map(one => (one.name && ts.isIdentifier(one.name) ? one.name.text : undefined));
  return names.every(name => name !== undefined) ? names : undefined;
};

const elementAround = (call: ts.Node): string | undefined => {
  for (let node = call.parent; node; node = node.parent) {
    // An attribute is not what the element says.
    if (ts.isJsxAttribute(node)) return undefined;
    if (ts.isJsxElement(node)) return node.openingElement.tagName.getText();
  }
  return undefined;
};

/** Every call in functions, infra and pages whose first or second argument is the key of a text. */
export const sayCalls = (isKey: (text: string) => boolean): SayCall[] => {
  const found: SayCall[] = [];
  for (const file of globSync(['functions/**/*.ts', 'infra/**/*.ts', 'web/**/*.{ts,tsx}'])) {
    const text = readFileSync(file, 'utf8');
    if (!/\bsay/i.test(text)) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      if (!ts.isCallExpression(node)) return;
      const at = node.arguments.findIndex(argument => literals(argument).some(isKey));
      if (at < 0 || at > 1 || !/say(?:In)?$/i.test(node.expression.getText(source))) return;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({
        where: `${file}:${line + 1}`,
        keys: literals(node.arguments[at] as ts.Expression).filter(isKey),
        values: valuesOf(node.arguments[at + 1]),
        inside: elementAround(node),
      });
    };
    visit(source);
  }
  return found;
};
