import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { Item, Key, Table, Value } from '../platform/table.ts';
import { type Lending, lendingAt, type Moment } from './lendings.ts';
import type { Interaction } from './visit.schema.ts';
import { visitPartition } from './visit.ts';

/** Key of an interaction in a visit; the id is the kiosk's, so a repeat is the same item. */
export const loggedKey = (visitId: string, interactionId: string): Key => ({
  pk: visitPartition(visitId),
  sk: `DID#${interactionId}`,
});

/** An interaction as it lies in its visit; `at` by our clock. */
export const loggedItem = (visitId: string, interaction: Interaction, moment: Moment, receivedAt: Instant): Item => ({
  ...loggedKey(visitId, interaction.id),
  type: 'interaction',
  interaction: interaction as unknown as Value,
  zone: interaction.zone,
  at: moment.at,
  by: moment.by,
  receivedAt,
});

/** Is this what was logged under that id before? Throws `id-conflict` if not. */
export const sameAsBefore = (before: Item | undefined, interaction: Interaction): void => {
  const { id: _, ...content } = interaction;
  const { id: __, ...known } = (before?.['interaction'] ?? {}) as unknown as Interaction;
  if (!isDeepStrictEqual({ ...content }, { ...known }))
    throw new HallError('id-conflict', 'Another interaction has this id.', { where: 'id' });
};

/** Moves an interaction to another visit. A crash in between leaves it in both, and the next look at either ends that. */
export const move = async (table: Table, item: Item, toVisitId: string): Promise<void> => {
  await table.put({ ...item, pk: visitPartition(toVisitId) }, { new: true });
  await table.delete({ pk: item.pk, sk: item.sk });
};

/** The moment of an interaction that is logged already. */
export const momentOf = (item: Item): Moment => ({
  at: item['at'] as Instant,
  by: item['by'] as string | undefined,
  saidAt: (item['interaction'] as unknown as Interaction).at,
});

/** A lending that arrives late (its kiosk was offline) takes over what happened on it and was logged in a visit beside it. */
export const takeOver = async (table: Table, lendings: readonly Lending[], own: Lending): Promise<void> => {
  const place = lendings.indexOf(own);
  const beside = [lendings[place - 1], lendings[place + 1]].filter(lending => lending !== undefined);
  for (const lending of beside) {
    const { items } = await table.query({ pk: visitPartition(lending.visitId), prefix: 'DID#' });
    for (const item of items) {
      if (lendingAt(lendings, momentOf(item)) === own) await move(table, item, own.visitId);
    }
  }
};
