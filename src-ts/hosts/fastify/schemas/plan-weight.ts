/** How much code a plan is. */

import type { Plan, Step } from './plan.js';

const known = new WeakMap<Plan, number>();

/** The words of a plan and of all it holds; what it refers to is not a part of it. */
export function weightOf(plan: Plan): number {
  if (plan.plan !== 'words') return 1;
  const weight = known.get(plan);
  if (weight !== undefined) return weight;
  const steps = plan.groups.flatMap((group) => group.steps);
  const made = steps.reduce((sum, step) => sum + 1 + total(plansOf(step)), 1);
  known.set(plan, made);
  return made;
}

function total(plans: readonly Plan[]): number {
  return plans.reduce((sum, plan) => sum + weightOf(plan), 0);
}

function plansOf(step: Step): readonly Plan[] {
  switch (step.step) {
    case 'all':
    case 'any':
    case 'one':
    case 'tuple':
      return step.plans;
    case 'if':
      return [step.test, step.yes, step.no].filter((plan) => plan !== undefined);
    case 'not':
    case 'items':
    case 'contains':
    case 'names':
    case 'additional':
      return [step.plan];
    case 'members':
      return step.members.map(({ plan }) => plan);
    case 'dependencies':
      return step.schemas.map(({ plan }) => plan);
    case 'patterns':
      return step.patterns.map(({ plan }) => plan);
    default:
      return [];
  }
}
