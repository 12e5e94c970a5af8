import type { UpdateQuery } from 'mongoose';

import { now } from '../../platform/clock.js';
import { create, move, moveAll } from '../../platform/entity/index.js';
import { invalid, refusal } from '../../platform/errors/index.js';
import type { DomainEvent, Events } from '../../platform/events/index.js';
import { type Id, newId } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { authorize, orNotFound } from '../../platform/policy.js';
import { inTransaction, isDuplicate } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import type { ConversationService } from '../conversations/index.js';
import type { Item, ItemService, ItemsInTrade, Stake } from '../items/index.js';
import { RejectionReason, type Trade, TradeModel, TradeStatus } from './trade.entity.js';
import { streamsOf, TradeCompleted, TradeConfirmed, TradeInterestExpressed, TradeProposed, TradeRejected, tradeStream, TradeWithdrawn } from './trade.events.js';
import { tradeLifecycle } from './trade.lifecycle.js';
import { isAcceptable, mayAnswer, maySeeTrade, mayWithdraw } from './trade.policy.js';
import { TradeRole } from './trade.role.js';

export interface Proposal {
  readonly requestedItemIds: readonly Id[];
  readonly offeredItemIds: readonly Id[];
  readonly offeredCredits: number;
}

export interface TradeConditions {
  readonly role?: TradeRole | null;
  readonly status?: TradeStatus | null;
}

/** Of one person. Whoever confirms turns all the others away in one transaction, so nobody may pile them up. */
export const openProposalsPerItem = 20;

type About = new (about: { tradeId: Id; conversationId: Id }) => DomainEvent;

export class TradeService {
  constructor(
    private readonly events: Events,
    private readonly items: ItemService,
    private readonly itemsInTrade: ItemsInTrade,
    private readonly conversations: ConversationService,
  ) {}

  async propose(viewer: Viewer, proposal: Proposal): Promise<Trade> {
    try {
      return await inTransaction(() => this.openProposal(viewer, proposal), { turnOf: [...proposal.requestedItemIds, ...proposal.offeredItemIds].map(itemTurn) });
    } catch (error) {
      throw isDuplicate(error, 'openTerms') ? refusal('DUPLICATE_PROPOSAL') : error;
    }
  }

  expressInterest(viewer: Viewer, tradeId: Id): Promise<Trade> {
    return inTransaction(async () => {
      const trade = await this.get(viewer, tradeId);
      authorize(mayAnswer(viewer, trade));
      return this.move(trade, TradeStatus.NEGOTIATING, TradeInterestExpressed);
    }, turnOf(tradeId));
  }

  /** Locks the items of both sides or none, and turns every rival away, at one moment. */
  async confirm(viewer: Viewer, tradeId: Id): Promise<Trade> {
    const { openItemIds } = await this.get(viewer, tradeId);
    return inTransaction(async () => {
      const trade = await this.get(viewer, tradeId);
      authorize(mayAnswer(viewer, trade));
      const confirmed = await this.move(trade, TradeStatus.CONFIRMED, TradeConfirmed, { $set: { confirmedAt: now(), openItemIds: [] }, $unset: { openTerms: 1 } });
      await this.itemsInTrade.lock(stakesOf(trade), tradeId);
      await this.rejectRivals(trade);
      return confirmed;
    }, { turnOf: [tradeStream(tradeId).name, ...openItemIds.map(itemTurn)] });
  }

  complete(viewer: Viewer, tradeId: Id): Promise<Trade> {
    return inTransaction(async () => {
      const trade = await this.get(viewer, tradeId);
      if (trade.status === TradeStatus.COMPLETED) throw refusal('ALREADY_COMPLETED');
      const completed = await this.move(trade, TradeStatus.COMPLETED, TradeCompleted, { $set: { completedAt: now() } });
      await this.itemsInTrade.transfer(stakesOf(trade), (ownerId) => otherThan(ownerId, trade), tradeId);
      return completed;
    }, turnOf(tradeId));
  }

  reject(viewer: Viewer, tradeId: Id): Promise<Trade> {
    return inTransaction(async () => {
      const trade = await this.get(viewer, tradeId);
      authorize(mayAnswer(viewer, trade));
      return this.close(trade, TradeStatus.REJECTED, TradeRejected, RejectionReason.DECLINED);
    }, turnOf(tradeId));
  }

  withdraw(viewer: Viewer, tradeId: Id): Promise<Trade> {
    return inTransaction(async () => {
      const trade = await this.get(viewer, tradeId);
      authorize(mayWithdraw(viewer, trade));
      return this.close(trade, TradeStatus.WITHDRAWN, TradeWithdrawn);
    }, turnOf(tradeId));
  }

  async get(viewer: Viewer, tradeId: Id): Promise<Trade> {
    return orNotFound(await TradeModel.findById(tradeId).lean<Trade>(), (trade) => maySeeTrade(viewer, trade));
  }

  ofViewer(viewer: Viewer, { role, status }: TradeConditions, page: PageRequest): Promise<Page<Trade>> {
    return pageOf(TradeModel, { [sideOf(role)]: viewer.id, ...(status && { status }) }, page);
  }

  private async openProposal(viewer: Viewer, proposal: Proposal): Promise<Trade> {
    const owner = await this.ownerOf(viewer, proposal.requestedItemIds);
    const stakes = [{ ownerId: viewer.id, itemIds: proposal.offeredItemIds }, { ownerId: owner, itemIds: proposal.requestedItemIds }];
    const found = await this.itemsInTrade.assertAvailable(stakes);
    assertTerms(found.filter(({ ownerId }) => ownerId === owner), proposal);
    await this.assertNotTooMany(viewer, stakes.flatMap(({ itemIds }) => itemIds));
    const _id = newId();
    const conversation = await this.conversations.open([viewer.id, owner], newId());
    const trade = await create(TradeModel, {
      _id,
      requester: { userId: viewer.id, itemIds: [...proposal.offeredItemIds], credits: proposal.offeredCredits },
      owner: { userId: owner, itemIds: [...proposal.requestedItemIds], credits: 0 },
      participantIds: [viewer.id, owner],
      status: TradeStatus.PROPOSED,
      conversationId: conversation._id,
      openItemIds: stakes.flatMap(({ itemIds }) => itemIds),
      openTerms: termsOf(viewer.id, proposal),
    });
    await this.tell(trade, TradeProposed);
    return trade;
  }

  /** The marks on the items make those who propose at the same moment see each other here. */
  private async assertNotTooMany({ id }: Viewer, itemIds: readonly Id[]): Promise<void> {
    const open = await TradeModel.find({ openItemIds: { $in: itemIds }, 'requester.userId': id }, { openItemIds: 1 }).lean<Pick<Trade, 'openItemIds'>[]>();
    const tooMany = itemIds.filter((itemId) => open.filter(({ openItemIds }) => openItemIds.includes(itemId)).length >= openProposalsPerItem);
    if (tooMany.length > 0) throw refusal('TOO_MANY_PROPOSALS', { itemIds: tooMany, allowed: openProposalsPerItem });
  }

  /** All requested items belong to one other person. */
  private async ownerOf(viewer: Viewer, itemIds: readonly Id[]): Promise<Id> {
    const owners = new Set<Id>();
    for (const itemId of itemIds) owners.add((await this.items.get(viewer, itemId)).ownerId);
    if (owners.has(viewer.id)) throw refusal('SELF_TRADE');
    const [owner, another] = owners;
    if (owner === undefined || another !== undefined) throw invalid('input.requestedItemIds', 'must all belong to one owner');
    return owner;
  }

  private async rejectRivals({ _id, requester, owner }: Trade): Promise<void> {
    const taken = [...requester.itemIds, ...owner.itemIds];
    const rivals = await TradeModel.find({ openItemIds: { $in: taken }, _id: { $ne: _id } }).sort({ _id: 1 }).lean<Trade[]>();
    await moveAll(TradeModel, tradeLifecycle, rivals, TradeStatus.REJECTED, closing(RejectionReason.COMPETING));
    for (const rival of rivals) await this.tell(rival, TradeRejected);
  }

  private close(trade: Trade, to: TradeStatus, event: About, rejectionReason?: RejectionReason): Promise<Trade> {
    return this.move(trade, to, event, closing(rejectionReason));
  }

  private async move(trade: Trade, to: TradeStatus, event: About, also: UpdateQuery<Trade> = {}): Promise<Trade> {
    const moved = await move(TradeModel, tradeLifecycle, trade, to, also);
    await this.tell(moved, event);
    return moved;
  }

  private tell(trade: Trade, Event: About): Promise<void> {
    return this.events.publish(new Event({ tradeId: trade._id, conversationId: trade.conversationId }), streamsOf(trade));
  }
}

/** Whoever proposes or confirms over an item queues up with the others who do, in this process. */
const itemTurn = (itemId: Id): string => `item:${itemId}`;

const turnOf = (tradeId: Id): { turnOf: string } => ({ turnOf: tradeStream(tradeId).name });

const stakesOf = ({ requester, owner }: Trade): Stake[] => [requester, owner].map(({ userId, itemIds }) => ({ ownerId: userId, itemIds }));

const otherThan = (userId: Id, { requester, owner }: Trade): Id => (userId === requester.userId ? owner.userId : requester.userId);

function sideOf(role: TradeRole | null | undefined): string {
  if (role === TradeRole.REQUESTER) return 'requester.userId';
  return role === TradeRole.OWNER ? 'owner.userId' : 'participantIds';
}

/** What is no longer open holds no item, and its terms may be proposed again. */
const closing = (rejectionReason?: RejectionReason): UpdateQuery<Trade> => ({
  $set: { openItemIds: [], ...(rejectionReason && { rejectionReason }) },
  $unset: { openTerms: 1 },
});

/** Equal for proposals that differ in nothing but the order of their items. */
const termsOf = (requesterId: Id, { requestedItemIds, offeredItemIds, offeredCredits }: Proposal): string =>
  [requesterId, [...requestedItemIds].sort(), [...offeredItemIds].sort(), offeredCredits].join('/');

function assertTerms(requested: readonly Item[], { offeredItemIds, offeredCredits }: Proposal): void {
  const terms = { items: offeredItemIds.length, credits: offeredCredits };
  if (!requested.every(({ lookingFor }) => isAcceptable(lookingFor, terms))) throw refusal('TERMS_NOT_ACCEPTED');
  if (offeredCredits > 0) throw invalid('input.offeredCredits', 'must be 0: credits cannot be paid yet');
}
