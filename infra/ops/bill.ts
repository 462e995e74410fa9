import { PRICES, type Unit } from './prices.ts';

/** So much of each thing that AWS bills. */
export type Usage = Partial<Record<Unit, number>>;

/** One line of a bill. */
export interface Line {
  service: string;
  of: string;
  quantity: number;
  usd: number;
}

/** Usages together. */
export const together = (...usages: readonly Usage[]): Usage => {
  const sum: Usage = {};
  for (const usage of usages)
    for (const [unit, quantity] of Object.entries(usage) as [Unit, number][]) sum[unit] = (sum[unit] ?? 0) + quantity;
  return sum;
};

/** A usage so many times. */
export const times = (usage: Usage, count: number): Usage =>
  Object.fromEntries(Object.entries(usage).map(([unit, quantity]) => [unit, quantity * count]));

/** What is left to pay for when `free` is taken off. */
export const beyond = (usage: Usage, free: Usage): Usage =>
  Object.fromEntries(
    (Object.entries(usage) as [Unit, number][]).map(([unit, quantity]) => [
      unit,
      Math.max(0, quantity - (free[unit] ?? 0)),
    ]),
  );

/** The bill for a usage at list prices, dearest service first, then dearest line. */
export const bill = (usage: Usage): Line[] => {
  const lines = (Object.entries(usage) as [Unit, number][])
    .filter(([, quantity]) => quantity > 0)
    .map(([unit, quantity]) => {
      const { service, of, usd } = PRICES[unit];
      return { service, of, quantity, usd: quantity * usd };
    });
  const services = new Map<string, number>();
  for (const { service, usd } of lines) services.set(service, (services.get(service) ?? 0) + usd);
  const of = (service: string) => services.get(service) ?? 0;
  return lines.sort((a, b) => of(b.service) - of(a.service) || b.usd - a.usd);
};

/** USD of a usage at list prices. */
export const usdOf = (usage: Usage): number => bill(usage).reduce((sum, { usd }) => sum + usd, 0);
