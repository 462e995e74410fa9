/** States of a delivery; transitions in `deliveries/delivery.ts` */
export const DELIVERY_STATES = [
  'waiting',
  'claimed',
  'calling',
  'accepted',
  'delayed',
  'delivered',
  'bounced',
  'complained',
  'rejected',
  'suppressed',
  'unknown',
  'replaced',
  'erased',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
