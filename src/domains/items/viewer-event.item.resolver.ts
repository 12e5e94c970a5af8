import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { Context } from '../../graphql/context.js';
import type { Id } from '../../platform/identity.js';
import { ViewerEvent } from '../people/index.js';
import { Item } from './item.entity.js';
import { itemById } from './item.loaders.js';

@Resolver(() => ViewerEvent)
export class ViewerEventItemResolver {
  @FieldResolver(() => Item, { nullable: true, description: 'The item that it is about, as it is now.' })
  item(@Root() { data }: ViewerEvent, @Ctx() context: Context): Promise<Item | null> | null {
    return data['itemId'] ? context.load(itemById, data['itemId'] as Id) : null;
  }
}
