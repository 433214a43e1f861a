// Requirements against a kernel tree: whether they hold, what to edit, and why one does not hold.
export * from './edits.js';
export { evaluate, fulfils, type RequirementEvaluation } from './evaluate.js';
export { explain, type Explanation, type OptionExplanation } from './explain.js';
export { formatAddition, formatNeeds } from './explain-text.js';
export { THERE, type Need, type Path } from './path.js';
export { simplifyNeeds } from './simplify-needs.js';
export { Planner } from './planner.js';
