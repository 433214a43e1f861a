// Reads a Makefile and what it includes, without carrying anything out.
import { posix } from 'node:path';
import type { ListNames, ReadText } from '../url-site.js';
import {
  type AssignmentText,
  evaluatedName,
  parseAssignment,
  parseDefinition,
} from './assignment.js';
import { Branches } from './branches.js';
import { ANY_WORLD, type Literal, parseCondition, type World } from './condition.js';
import { Expander, type Outcome, type TextValue } from './expand.js';
import {
  type Expression,
  innerExpressions,
  literalText,
  maskedText,
  parseExpression,
  partOf,
  PRINTING,
  wordsIn,
} from './expression.js';
import { tooLarge } from './too-large.js';
import { MAX_FILE_LENGTH, MAX_FILES, MAX_INCLUDE_DEPTH, MAX_LENGTH } from './limits.js';
import { LineNumbers } from './line-numbers.js';
import { MakePaths } from './make-paths.js';
import { commandText, directiveText, logicalLines, type LogicalLine } from './logical-lines.js';
import type { Assignment, Command, Include, Makefile, Rule } from './makefile.js';

/**
 * Reads `file` and the files that it includes by paths that can be told without running make: relative to
 * the top Makefile's folder, where make runs, and within the workspace. `namesIn` is asked for what patterns
 * match.
 *
 * @throws IsoError `BUMP_MAKEFILE_TOO_LARGE`
 */
export function readMakefile(
  file: string,
  read: ReadText,
  namesIn: ListNames = () => [],
): Makefile {
  const reader = new Reader(file, read, new MakePaths(posix.dirname(file), namesIn));
  reader.readFile(file, posix.basename(file), ANY_WORLD);
  return reader.makefile;
}

class Reader {
  readonly #lines = new Map<string, LineNumbers>();
  readonly #assignments = new Map<string, Assignment[]>();
  readonly #rules: Rule[] = [];
  readonly #commands: Command[] = [];
  readonly #others: Expression[] = [];
  readonly #includes: Include[] = [];
  readonly #exported = new Set<string>();
  /** Files that are being read, from the top one on. */
  readonly #open: string[] = [];
  readonly makefile: Makefile & { mentionsIso: boolean; exported: ReadonlySet<string> | 'all' };
  #length = 0;
  #files = 0;
  #order = 0;
  #branches: Branches;
  #rule: Rule | undefined;
  #prefix = '\t';

  constructor(
    file: string,
    private readonly read: ReadText,
    private readonly paths: MakePaths,
  ) {
    this.#branches = new Branches(file, ANY_WORLD);
    this.makefile = {
      file,
      lines: this.#lines,
      mentionsIso: false,
      assignments: this.#assignments,
      rules: this.#rules,
      commands: this.#commands,
      others: this.#others,
      includes: this.#includes,
      exported: this.#exported,
    };
  }

  /** `name` is how make finds the file. */
  readFile(file: string, name: string, guard: World): void {
    if (this.#open.includes(file)) return;
    const text = this.read(file);
    if (text === undefined) return;
    if (text.length > MAX_FILE_LENGTH)
      throw tooLarge(file, `${text.length} characters`, MAX_FILE_LENGTH);
    this.makefile.mentionsIso ||= mentionsIso(text);
    this.#length += text.length;
    this.#files += 1;
    if (this.#length > MAX_LENGTH) throw tooLarge(file, `${this.#length} characters`, MAX_LENGTH);
    if (this.#files > MAX_FILES) throw tooLarge(file, `${this.#files} files`, MAX_FILES);
    if (this.#open.length >= MAX_INCLUDE_DEPTH) {
      throw tooLarge(file, `includes ${this.#open.length} deep`, MAX_INCLUDE_DEPTH);
    }
    if (!this.#lines.has(file)) this.#lines.set(file, new LineNumbers(text));
    this.paths.note(name, this.#next());
    const outside = this.#branches;
    this.#open.push(file);
    [this.#branches, this.#rule] = [new Branches(file, guard), undefined];
    this.#readText(file, text);
    this.#open.pop();
    [this.#branches, this.#rule] = [outside, undefined];
  }

  #readText(file: string, text: string): void {
    const lines = logicalLines(text);
    for (let next = lines.next(); next.done !== true; next = lines.next()) {
      const line = next.value;
      if (this.#rule !== undefined && text.startsWith(this.#prefix, line.start)) {
        this.#command(
          this.#rule,
          this.#commandAt(file, text, line.start + this.#prefix.length, line.end),
        );
        continue;
      }
      const source = directiveText(file, text, line);
      if (/^[ \t]*$/.test(source.text)) continue;
      const expression = parseExpression(source);
      const definition = parseDefinition(expression);
      if (definition !== undefined && parseAssignment(expression) === undefined) {
        const body = this.#body(text, lines);
        const value = this.#commandAt(file, text, body.start, body.end);
        if (!this.#branches.isIgnored)
          this.#assign({ ...definition, value }, { isDefinition: true });
      } else this.#directive(expression);
    }
  }

  #commandAt(file: string, text: string, start: number, end: number): Expression {
    return parseExpression(commandText(file, text, { start, end }, this.#prefix));
  }

  /** The lines up to the `endef` that closes the definition. */
  #body(text: string, lines: Generator<LogicalLine>): { start: number; end: number } {
    let depth = 1;
    let start = text.length;
    for (let next = lines.next(); next.done !== true; next = lines.next()) {
      const line = next.value;
      start = Math.min(start, line.start);
      if (!text.startsWith(this.#prefix, line.start)) {
        const word = /[ \t]*(?:(?:export|override|private)[ \t]+)*(define|endef)(?![^ \t\r\n#])/y;
        word.lastIndex = line.start;
        const keyword = word.exec(text)?.[1];
        if (keyword === 'define') depth += 1;
        else if (keyword === 'endef') depth -= 1;
        if (depth === 0) return { start, end: Math.max(start, endBefore(text, line.start)) };
      }
    }
    return { start, end: text.length };
  }

  #directive(expression: Expression): void {
    const assignment = parseAssignment(expression);
    if (assignment !== undefined) {
      if (this.#branches.isIgnored) return;
      this.#rule = undefined;
      this.#assign(assignment, {});
      return;
    }
    const found = /^([ \t]*)([a-z-]+)(?![^ \t])[ \t]*/.exec(maskedText(expression));
    const [whole = '', , keyword = ''] = found ?? [];
    const rest = partOf(expression, expression.from + whole.length, expression.to);
    switch (keyword) {
      case 'ifeq':
      case 'ifneq':
      case 'ifdef':
      case 'ifndef':
        return this.#branches.open(this.#condition(keyword, rest));
      case 'else':
        return this.#otherwise(rest);
      case 'endif':
        return this.#branches.close();
      default:
        if (!this.#branches.isIgnored) this.#otherDirective(keyword, expression, rest);
    }
  }

  #otherDirective(keyword: string, expression: Expression, rest: Expression): void {
    switch (keyword) {
      case 'include':
      case '-include':
      case 'sinclude':
        this.#rule = undefined;
        return this.#include(rest);
      case 'load':
      case '-load':
        this.#includes.push({ text: rest, guard: this.#branches.guard, order: this.#next() });
        return;
      case 'export':
        return this.#export(rest);
      case 'undefine':
        return this.#forget(rest);
      default:
        this.#ruleLine(expression);
    }
  }

  #otherwise(rest: Expression): void {
    const found = /^(if(?:n?eq|n?def))(?![^ \t])[ \t]*/.exec(maskedText(rest));
    const [whole = '', keyword] = found ?? [];
    const condition = partOf(rest, rest.from + whole.length, rest.to);
    this.#branches.otherwise(
      keyword === undefined ? undefined : this.#condition(keyword, condition),
    );
  }

  #condition(keyword: string, rest: Expression): Literal {
    this.#record(rest);
    return parseCondition(keyword, rest);
  }

  #include(rest: Expression): void {
    const [guard, order] = [this.#branches.guard, this.#next()];
    const scope = { order, world: guard, targets: [] };
    const outcomes = new Expander(this.makefile, this.paths).follow(rest, scope);
    const found = outcomes.flatMap(({ world, value }) => {
      const words = value.kind === 'text' ? wordsOf(value) : [];
      const all = words.flatMap((word) => this.paths.included(word));
      return all.map((name) => ({ world, name, file: this.paths.inWorkspace(name) }));
    });
    const isKnown = outcomes.every(({ value }) => value.kind === 'text');
    const files = isKnown ? { files: found.map(({ name, file }) => file ?? name) } : {};
    this.#includes.push({ text: rest, guard, order, ...files });
    this.#record(rest);
    for (const { world, name, file } of found) {
      if (file !== undefined) this.readFile(file, name, world);
    }
  }

  #export(rest: Expression): void {
    this.#record(rest);
    const names = (literalText(rest) ?? '').split(/[ \t]+/).filter((name) => name !== '');
    for (const name of names) this.#exported.add(name);
    if (rest.nodes.length === 0) this.makefile.exported = 'all';
  }

  #ruleLine(expression: Expression): void {
    this.#rule = undefined;
    const masked = maskedText(expression);
    const colon = masked.indexOf(':');
    this.#record(expression);
    if (colon < 0) return this.#unknownLine(expression);
    const targets = this.#words(partOf(expression, expression.from, expression.from + colon));
    const behind = expression.from + (/^:+/.exec(masked.slice(colon))?.[0].length ?? 0) + colon;
    const rest = partOf(expression, behind, expression.to);
    const assignment = parseAssignment(rest);
    if (assignment !== undefined) {
      this.#assign(assignment, { targets: targets.words });
      return;
    }
    const semicolon = masked.indexOf(';', colon);
    const end = semicolon < 0 ? expression.to : expression.from + semicolon;
    const rule: Rule = {
      text: partOf(expression, expression.from, end),
      targets: targets.words,
      isOpen: targets.isOpen,
      prerequisites: this.#words(partOf(expression, behind, end)).words,
      guard: this.#branches.guard,
      order: this.#next(),
    };
    this.#rules.push(rule);
    this.#rule = rule;
    if (semicolon >= 0) this.#command(rule, partOf(expression, end + 1, expression.to));
  }

  /** What an expansion comes to that stands for itself is read as a rule. */
  #unknownLine(text: Expression): void {
    if (isSilent(text)) return;
    const statement = { guard: this.#branches.guard, order: this.#next() };
    this.#rules.push({ text, targets: [], isOpen: true, prerequisites: [], ...statement });
  }

  #command(rule: Rule, text: Expression): void {
    if (this.#branches.isIgnored) return;
    this.#commands.push({ text, rule, guard: this.#branches.guard, order: this.#next() });
    this.#noteEvaluated(text);
  }

  #record(text: Expression): void {
    if (text.nodes.every((node) => node.kind === 'text')) return;
    this.#others.push(text);
    this.#noteEvaluated(text);
  }

  #assign(
    { name, operator, value, modifiers }: AssignmentText,
    how: { readonly targets?: readonly string[]; readonly isDefinition?: boolean },
  ): void {
    this.#noteEvaluated(value);
    const written = literalText(name)?.trim();
    if (written === undefined) return this.#record(name);
    if (written === '.RECIPEPREFIX') this.#prefix = literalText(value)?.charAt(0) || '\t';
    if (modifiers.includes('export')) this.#exported.add(written);
    this.#add({
      name: written,
      operator,
      value,
      guard: this.#branches.guard,
      order: this.#next(),
      isDefinition: how.isDefinition ?? false,
      isPrivate: modifiers.includes('private'),
      isOverride: modifiers.includes('override'),
      ...(how.targets === undefined ? {} : { targets: how.targets }),
    });
  }

  #add(assignment: Assignment): void {
    const known = this.#assignments.get(assignment.name);
    if (known === undefined) this.#assignments.set(assignment.name, [assignment]);
    else known.push(assignment);
  }

  #forget(name: Expression): void {
    const written = literalText(name)?.trim();
    if (written === undefined) this.#record(name);
    else this.#addUnknown(written, name);
  }

  #addUnknown(name: string, where: Expression): void {
    const value = partOf(where, where.from, where.from);
    const statement = { guard: this.#branches.guard, order: this.#next() };
    const plain = { isDefinition: false, isPrivate: false, isOverride: false };
    this.#add({ name, operator: 'unknown', value, ...plain, ...statement });
  }

  /** What `$(eval …)` sets is not followed: nobody may take an older value for it. */
  #noteEvaluated(text: Expression): void {
    for (const one of [text, ...innerExpressions(text)]) {
      for (const node of one.nodes) {
        if (node.kind !== 'call') continue;
        const name = evaluatedName(node.called, node.args);
        if (name !== undefined) this.#addUnknown(name, one);
      }
    }
  }

  /** The words of targets and prerequisites, which are expanded at once. */
  #words(expression: Expression): { readonly words: string[]; readonly isOpen: boolean } {
    const literal = literalText(expression);
    if (literal !== undefined) return { words: wordsIn(literal), isOpen: false };
    const values = this.#expand(expression, this.#order + 1).map(({ value }) => value);
    return {
      words: values.flatMap((value) => (value.kind === 'text' ? wordsOf(value) : [])),
      isOpen: values.some(({ kind }) => kind === 'unknown'),
    };
  }

  #expand(expression: Expression, order: number): Outcome[] {
    const scope = { order, world: this.#branches.guard, targets: [] };
    return new Expander(this.makefile).follow(expression, scope);
  }

  #next(): number {
    this.#order += 1;
    return this.#order;
  }
}

/** Whether a Makefile of this text, or what it includes, can name an ISO: most need not be read to know. */
export function mayNameIso(text: string): boolean {
  return mentionsIso(text) || text.includes('include');
}

function mentionsIso(text: string): boolean {
  return /iso/i.test(text);
}

/** Whether it comes to nothing, whatever make prints on the way. */
function isSilent({ nodes }: Expression): boolean {
  return nodes.every((node) => {
    if (node.kind === 'text') return node.text.trim() === '';
    if (node.kind !== 'call') return false;
    if (node.called === 'if') return node.args.slice(1).every(isSilent);
    return PRINTING.has(node.called) || node.called === 'eval' || node.called === 'file';
  });
}

function wordsOf({ pieces }: TextValue): string[] {
  return wordsIn(pieces.map((piece) => piece.text).join(''));
}

/** Of what ends before the line that begins at `start`: the line end before it is none of it. */
function endBefore(text: string, start: number): number {
  const end = text[start - 1] === '\n' ? start - 1 : start;
  return text[end - 1] === '\r' ? end - 1 : end;
}
