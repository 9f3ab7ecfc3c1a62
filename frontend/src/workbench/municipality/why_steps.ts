/** From causes to the steps of a waterfall whose printed whole numbers add up. */

import { waterfall, type Step } from '../../charts/paths';
import { wholeNumbersWithSum } from '../../words/numbers';

/** Causes told together unless the reader asks to see both directions. */
const NET: Readonly<Record<string, readonly string[]>> = {
  births: ['births'],
  deaths: ['deaths'],
  moved_net: ['moved_in', 'moved_out'],
  abroad_net: ['immigrated', 'emigrated'],
  ageing: ['ageing'],
};
const EACH: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['births', 'deaths', 'moved_in', 'moved_out', 'immigrated', 'emigrated', 'ageing'].map((cause) => [cause, [cause]]),
);

/** Left out where they are nothing: ageing among all residents, moves inside Norway for the whole of it. */
const MAY_BE_NOTHING = new Set(['ageing', 'moved_net']);

/**
 * Steps from `opening` to `closing`. Counts are whole persons and add up exactly;
 * ratios keep `decimals`.
 */
export function whySteps(
  causes: Readonly<Record<string, number>>,
  stocks: { opening: number; closing: number; openingLabel: string; closingLabel: string },
  options: { each: boolean; decimals: number },
): Step[] {
  const scale = 10 ** options.decimals;
  const groups = Object.entries(options.each ? EACH : NET)
    .map(([label, parts]) => ({ label, value: parts.reduce((sum, cause) => sum + (causes[cause] ?? 0), 0) * scale }))
    .filter(({ label, value }) => !MAY_BE_NOTHING.has(label) || Math.abs(value) >= 0.5);
  const [opening, closing] = [Math.round(stocks.opening * scale), Math.round(stocks.closing * scale)];
  const whole = wholeNumbersWithSum(groups.map(({ value }) => value), closing - opening);
  return waterfall(
    { label: stocks.openingLabel, value: opening / scale },
    groups.map(({ label }, index) => ({ label, value: whole[index]! / scale })),
    { label: stocks.closingLabel, value: closing / scale },
  );
}
