/** Which side of a trade somebody is on. Keys are the values that clients see. */
export enum TradeRole {
  REQUESTER = 'REQUESTER',
  OWNER = 'OWNER',
}
