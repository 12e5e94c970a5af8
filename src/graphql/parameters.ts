import { createParameterDecorator } from 'type-graphql';

import { refusal } from '../platform/errors/index.js';
import type { Context } from './context.js';

/** The acting person, in an operation that admits only those who are logged in. */
export const CurrentViewer = (): ParameterDecorator =>
  createParameterDecorator<Context>(({ context }) => {
    if (!context.viewer) throw refusal('UNAUTHENTICATED');
    return context.viewer;
  }) as ParameterDecorator;

/** The acting person, or `null`. */
export const MaybeViewer = (): ParameterDecorator =>
  createParameterDecorator<Context>(({ context }) => context.viewer) as ParameterDecorator;
