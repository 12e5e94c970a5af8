export { Entity, modelOf } from './entity.js';
export { change, create, createLast, move, moveAll, newEntity, type NewEntity } from './writes.js';
