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
      reactions {
        status
        waiting
        failed
        lagSeconds
      }
    }
  }
`);

const Invariants = graphql(`
  query Invariants($limit: Int, $check: String, $before: ID) {
    systemInvariants(limit: $limit, check: $check, before: $before) {
      checkedAt
      tookMs
      holds
      checks {
        name
        promise
        inspected
        complete
        next
        violations {
          id
          explanation
        }
      }
    }
  }
`);

const RetryFailedReactions = graphql(`
  mutation RetryFailedReactions($input: RetryReactionsInput!) {
    retryFailedReactions(input: $input)
  }
`);

const FailedReactions = graphql(`
  query FailedReactions($first: Int, $after: String) {
    failedReactions(first: $first, after: $after) {
      edges {
        node {
          id
          reaction
          eventId
          eventKind
          happenedAt
          attempts
          error
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const systemVerbs = (caller: Caller) => ({
  checksInvariants: async (look: { limit?: number; check?: string; before?: string | null } = {}) => (await caller.asks(Invariants, look)).systemInvariants,
  seesGivenUp: async (page: { first?: number; after?: string | null } = {}) => (await caller.asks(FailedReactions, page)).failedReactions,
  triesAgain: async (reason = 'a story') => (await caller.asks(RetryFailedReactions, { input: { reason } })).retryFailedReactions!,
  examinesTheSystem: async () => (await caller.asks(Health, {})).systemHealth,
});
