import { graphql } from '../generated/index.js';
import type { AuditFilter } from '../generated/graphql.js';
import type { Caller } from './caller.js';

const AdminAuditLog = graphql(`
  query AdminAuditLog($filter: AuditFilter, $first: Int) {
    adminAuditLog(filter: $filter, first: $first) {
      edges {
        node {
          action
          targetId
          reason
          createdAt
          actor {
            id
          }
          changes {
            field
            before
            after
          }
        }
      }
    }
  }
`);

export const auditVerbs = (me: Caller) => ({
  readsAudit: async (filter: AuditFilter | null = null, first: number | null = null) =>
    (await me.asks(AdminAuditLog, { filter, first })).adminAuditLog.edges.map(({ node }) => node),
});
