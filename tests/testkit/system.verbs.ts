import { graphql } from '../generated/index.js';
import type { Caller } from './caller.js';

const Health = graphql(`
  query Health {
    systemHealth {
      checkedAt
      process {
        version
        nodeVersion
        startedAt
        uptimeSeconds
        eventLoopDelayMs
        memoryMb
        heapMb
        sockets
        subscriptions
      }
      database {
        status
        embedded
        latencyMs
        version
        replicaSet
        members {
          name
          state
          healthy
          lagMs
        }
      }
      pool {
        size
        open
        inUse
        waiting
        longestWaitMs
      }
      outbox {
        status
        newestEventAt
        lagMs
        backlog
      }
    }
  }
`);

export const systemVerbs = (caller: Caller) => ({
  examinesTheSystem: async () => (await caller.asks(Health, {})).systemHealth,
});
