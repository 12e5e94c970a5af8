/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n": typeof types.TwoChangesDocument,
    "\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n": typeof types.LoginAndChangeDocument,
    "\n  mutation RegisterFromAfar($input: RegisterInput!, $key: String) {\n    register(input: $input, idempotencyKey: $key) {\n      token\n    }\n  }\n": typeof types.RegisterFromAfarDocument,
    "\n  query Mirror {\n    me {\n      email\n    }\n  }\n": typeof types.MirrorDocument,
    "\n  query ErrorCatalog {\n    errorCatalog {\n      code\n      meaning\n      retryable\n    }\n  }\n": typeof types.ErrorCatalogDocument,
    "\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n": typeof types.CursorAndMeDocument,
    "\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n": typeof types.OnlyKindsDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input)\n  }\n": typeof types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!, $idempotencyKey: String) {\n    resetPassword(input: $input, idempotencyKey: $idempotencyKey)\n  }\n": typeof types.ResetPasswordDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n": typeof types.VerifyEmailDocument,
    "\n  mutation ResendVerification {\n    resendVerification\n  }\n": typeof types.ResendVerificationDocument,
    "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input)\n  }\n": typeof types.ChangeEmailDocument,
    "\n  query ReadDevInbox($to: String) {\n    devInbox(to: $to, first: 10) {\n      edges {\n        node {\n          id\n          to\n          subject\n          text\n          html\n        }\n      }\n    }\n  }\n": typeof types.ReadDevInboxDocument,
    "\n  query AdminAuditLog($filter: AuditFilter, $first: Int) {\n    adminAuditLog(filter: $filter, first: $first) {\n      edges {\n        node {\n          action\n          targetId\n          reason\n          createdAt\n          actor {\n            id\n          }\n          changes {\n            field\n            before\n            after\n          }\n        }\n      }\n    }\n  }\n": typeof types.AdminAuditLogDocument,
    "\n  mutation RegisterBusiness($input: RegisterBusinessInput!, $idempotencyKey: String) {\n    registerBusiness(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n": typeof types.RegisterBusinessDocument,
    "\n  query MyBusiness {\n    me {\n      business {\n        name\n        type\n        firstName\n        lastName\n      }\n    }\n  }\n": typeof types.MyBusinessDocument,
    "\n  mutation SendMessage($input: SendMessageInput!, $idempotencyKey: String) {\n    sendMessage(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      seq\n      content\n      clientMessageId\n    }\n  }\n": typeof types.SendMessageDocument,
    "\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      id\n      seq\n      content\n      editedAt\n    }\n  }\n": typeof types.EditMessageDocument,
    "\n  mutation DeleteMessage($messageId: ID!) {\n    deleteMessage(messageId: $messageId) {\n      id\n      seq\n      content\n      deletedAt\n    }\n  }\n": typeof types.DeleteMessageDocument,
    "\n  mutation MarkRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      id\n      unreadCount\n    }\n  }\n": typeof types.MarkReadDocument,
    "\n  query Messages($conversationId: ID!, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(conversationId: $conversationId, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        node {\n          id\n          seq\n          content\n          editedAt\n          deletedAt\n          sender {\n            id\n          }\n          readBy {\n            id\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n": typeof types.MessagesDocument,
    "\n  query SeeConversation($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n    conversation(conversationId: $conversationId) {\n      id\n      unreadCount\n      lastSeq\n      lastMessage {\n        id\n        content\n      }\n      trade {\n        id\n      }\n      participants {\n        user {\n          id\n        }\n        readUpToSeq\n      }\n    }\n  }\n": typeof types.SeeConversationDocument,
    "\n  query Conversations($first: Int, $after: String, $last: Int, $before: String) {\n    viewerCursor\n    conversations(first: $first, after: $after, last: $last, before: $before) {\n      pageInfo {\n        hasNextPage\n        startCursor\n        endCursor\n      }\n      edges {\n        node {\n          id\n          unreadCount\n          lastMessage {\n            content\n          }\n        }\n      }\n    }\n  }\n": typeof types.ConversationsDocument,
    "\n  subscription ConversationsMoving($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      conversation {\n        id\n      }\n    }\n  }\n": typeof types.ConversationsMovingDocument,
    "\n  subscription MessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      eventId\n      cursor\n      kind\n      message {\n        id\n        seq\n        content\n        deletedAt\n      }\n    }\n  }\n": typeof types.MessageAddedDocument,
    "\n  subscription ConversationRead($conversationId: ID!, $after: String) {\n    conversationRead(conversationId: $conversationId, after: $after) {\n      eventId\n      kind\n      upToSeq\n      user {\n        id\n      }\n    }\n  }\n": typeof types.ConversationReadDocument,
    "\n  mutation CreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      version\n      title\n      status\n      lookingFor\n      imageUrls\n      owner {\n        id\n      }\n    }\n  }\n": typeof types.CreateItemDocument,
    "\n  mutation UpdateItem($itemId: ID!, $input: UpdateItemInput!, $expectedVersion: Int) {\n    updateItem(itemId: $itemId, input: $input, expectedVersion: $expectedVersion) {\n      id\n      version\n      title\n      description\n    }\n  }\n": typeof types.UpdateItemDocument,
    "\n  mutation DeleteItem($itemId: ID!) {\n    deleteItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n": typeof types.DeleteItemDocument,
    "\n  mutation RelistItem($itemId: ID!) {\n    relistItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n": typeof types.RelistItemDocument,
    "\n  query SeeItem($itemId: ID!) {\n    item(itemId: $itemId) {\n      id\n      version\n      title\n      description\n      status\n      imageUrls\n      owner {\n        id\n        name\n      }\n      ownershipHistory(first: 100) {\n        edges {\n          node {\n            seq\n            tradeId\n            owner {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.SeeItemDocument,
    "\n  query Browse($filter: ItemFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    items(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        cursor\n        node {\n          id\n          title\n          category\n          condition\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n": typeof types.BrowseDocument,
    "\n  query MyItems($status: ItemStatus) {\n    myItems(status: $status, first: 100) {\n      edges {\n        node {\n          id\n          status\n        }\n      }\n    }\n  }\n": typeof types.MyItemsDocument,
    "\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n": typeof types.RegisterAsDocument,
    "\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n": typeof types.LoginDocument,
    "\n  mutation RefreshSession($refreshToken: String!, $idempotencyKey: String) {\n    refreshSession(refreshToken: $refreshToken, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n": typeof types.RefreshSessionDocument,
    "\n  mutation Logout {\n    logout {\n      id\n      endedAt\n      current\n    }\n  }\n": typeof types.LogoutDocument,
    "\n  mutation EndSession($sessionId: ID!) {\n    endSession(sessionId: $sessionId) {\n      id\n      endedAt\n    }\n  }\n": typeof types.EndSessionDocument,
    "\n  mutation EndAllOtherSessions {\n    endAllOtherSessions\n  }\n": typeof types.EndAllOtherSessionsDocument,
    "\n  query MySessions($first: Int, $after: String) {\n    mySessions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          device\n          current\n          expiresAt\n          endedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.MySessionsDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n": typeof types.ChangePasswordDocument,
    "\n  mutation SetRoles($input: SetRolesInput!) {\n    setRoles(input: $input) {\n      id\n    }\n  }\n": typeof types.SetRolesDocument,
    "\n  mutation SuspendUser($input: SuspensionInput!) {\n    suspendUser(input: $input) {\n      id\n    }\n  }\n": typeof types.SuspendUserDocument,
    "\n  mutation RestoreUser($input: SuspensionInput!) {\n    restoreUser(input: $input) {\n      id\n    }\n  }\n": typeof types.RestoreUserDocument,
    "\n  query WhoAmI {\n    me {\n      email\n      emailVerified\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n": typeof types.WhoAmIDocument,
    "\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": typeof types.SeePersonDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": typeof types.UpdateProfileDocument,
    "\n  query ViewerCursor {\n    viewerCursor\n  }\n": typeof types.ViewerCursorDocument,
    "\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n": typeof types.ViewerEventsDocument,
    "\n  query SignInProviders {\n    signInProviders {\n      name\n      title\n      startPath\n    }\n  }\n": typeof types.SignInProvidersDocument,
    "\n  mutation SignInWithCode($input: SignInInput!, $idempotencyKey: String) {\n    signInWithCode(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n": typeof types.SignInWithCodeDocument,
    "\n  mutation LinkSignIn($input: LinkSignInInput!) {\n    linkSignIn(input: $input) {\n      id\n      provider\n      email\n    }\n  }\n": typeof types.LinkSignInDocument,
    "\n  mutation UnlinkSignIn($signInId: ID!) {\n    unlinkSignIn(signInId: $signInId) {\n      id\n    }\n  }\n": typeof types.UnlinkSignInDocument,
    "\n  query MySignIns {\n    me {\n      signIns {\n        edges {\n          node {\n            id\n            provider\n            email\n          }\n        }\n      }\n    }\n  }\n": typeof types.MySignInsDocument,
    "\n  query Health {\n    systemHealth {\n      checkedAt\n      process {\n        version\n        nodeVersion\n        startedAt\n        uptimeSeconds\n        eventLoopDelayMs\n        memoryMb\n        heapMb\n        sockets\n        subscriptions\n      }\n      database {\n        status\n        embedded\n        latencyMs\n        version\n        replicaSet\n        members {\n          name\n          state\n          healthy\n          lagMs\n        }\n      }\n      pool {\n        size\n        open\n        inUse\n        waiting\n        longestWaitMs\n      }\n      outbox {\n        status\n        newestEventAt\n        lagMs\n        backlog\n      }\n      reactions {\n        status\n        waiting\n        failed\n        lagSeconds\n      }\n    }\n  }\n": typeof types.HealthDocument,
    "\n  query Invariants($limit: Int, $check: String, $before: ID) {\n    systemInvariants(limit: $limit, check: $check, before: $before) {\n      checkedAt\n      tookMs\n      holds\n      checks {\n        name\n        promise\n        inspected\n        complete\n        next\n        violations {\n          id\n          explanation\n        }\n      }\n    }\n  }\n": typeof types.InvariantsDocument,
    "\n  mutation RetryFailedReactions($input: RetryReactionsInput!) {\n    retryFailedReactions(input: $input)\n  }\n": typeof types.RetryFailedReactionsDocument,
    "\n  query FailedReactions($first: Int, $after: String) {\n    failedReactions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          reaction\n          eventId\n          eventKind\n          happenedAt\n          attempts\n          error\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.FailedReactionsDocument,
    "\n  fragment TradeParts on Trade {\n    id\n    version\n    status\n    rejectionReason\n    completedAt\n    confirmedAt\n    conversation {\n      id\n    }\n    requester {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n    owner {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n  }\n": typeof types.TradePartsFragmentDoc,
    "\n  mutation ProposeTrade($input: ProposeTradeInput!, $idempotencyKey: String) {\n    proposeTrade(input: $input, idempotencyKey: $idempotencyKey) {\n      ...TradeParts\n    }\n  }\n": typeof types.ProposeTradeDocument,
    "\n  mutation ExpressInterest($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    expressInterest(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": typeof types.ExpressInterestDocument,
    "\n  mutation ConfirmTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    confirmTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": typeof types.ConfirmTradeDocument,
    "\n  mutation CompleteTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    completeTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": typeof types.CompleteTradeDocument,
    "\n  mutation RejectTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    rejectTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": typeof types.RejectTradeDocument,
    "\n  mutation WithdrawTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    withdrawTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": typeof types.WithdrawTradeDocument,
    "\n  query SeeTrade($tradeId: ID!) {\n    tradeCursor(tradeId: $tradeId)\n    trade(tradeId: $tradeId) {\n      ...TradeParts\n    }\n  }\n": typeof types.SeeTradeDocument,
    "\n  query MyTrades($role: TradeRole, $status: TradeStatus) {\n    myTrades(role: $role, status: $status, first: 100) {\n      edges {\n        node {\n          ...TradeParts\n        }\n      }\n    }\n  }\n": typeof types.MyTradesDocument,
    "\n  subscription TradeChanged($tradeId: ID!, $after: String) {\n    tradeChanged(tradeId: $tradeId, after: $after) {\n      eventId\n      cursor\n      kind\n      trade {\n        status\n      }\n    }\n  }\n": typeof types.TradeChangedDocument,
};
const documents: Documents = {
    "\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n": types.TwoChangesDocument,
    "\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n": types.LoginAndChangeDocument,
    "\n  mutation RegisterFromAfar($input: RegisterInput!, $key: String) {\n    register(input: $input, idempotencyKey: $key) {\n      token\n    }\n  }\n": types.RegisterFromAfarDocument,
    "\n  query Mirror {\n    me {\n      email\n    }\n  }\n": types.MirrorDocument,
    "\n  query ErrorCatalog {\n    errorCatalog {\n      code\n      meaning\n      retryable\n    }\n  }\n": types.ErrorCatalogDocument,
    "\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n": types.CursorAndMeDocument,
    "\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n": types.OnlyKindsDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input)\n  }\n": types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!, $idempotencyKey: String) {\n    resetPassword(input: $input, idempotencyKey: $idempotencyKey)\n  }\n": types.ResetPasswordDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n": types.VerifyEmailDocument,
    "\n  mutation ResendVerification {\n    resendVerification\n  }\n": types.ResendVerificationDocument,
    "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input)\n  }\n": types.ChangeEmailDocument,
    "\n  query ReadDevInbox($to: String) {\n    devInbox(to: $to, first: 10) {\n      edges {\n        node {\n          id\n          to\n          subject\n          text\n          html\n        }\n      }\n    }\n  }\n": types.ReadDevInboxDocument,
    "\n  query AdminAuditLog($filter: AuditFilter, $first: Int) {\n    adminAuditLog(filter: $filter, first: $first) {\n      edges {\n        node {\n          action\n          targetId\n          reason\n          createdAt\n          actor {\n            id\n          }\n          changes {\n            field\n            before\n            after\n          }\n        }\n      }\n    }\n  }\n": types.AdminAuditLogDocument,
    "\n  mutation RegisterBusiness($input: RegisterBusinessInput!, $idempotencyKey: String) {\n    registerBusiness(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n": types.RegisterBusinessDocument,
    "\n  query MyBusiness {\n    me {\n      business {\n        name\n        type\n        firstName\n        lastName\n      }\n    }\n  }\n": types.MyBusinessDocument,
    "\n  mutation SendMessage($input: SendMessageInput!, $idempotencyKey: String) {\n    sendMessage(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      seq\n      content\n      clientMessageId\n    }\n  }\n": types.SendMessageDocument,
    "\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      id\n      seq\n      content\n      editedAt\n    }\n  }\n": types.EditMessageDocument,
    "\n  mutation DeleteMessage($messageId: ID!) {\n    deleteMessage(messageId: $messageId) {\n      id\n      seq\n      content\n      deletedAt\n    }\n  }\n": types.DeleteMessageDocument,
    "\n  mutation MarkRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      id\n      unreadCount\n    }\n  }\n": types.MarkReadDocument,
    "\n  query Messages($conversationId: ID!, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(conversationId: $conversationId, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        node {\n          id\n          seq\n          content\n          editedAt\n          deletedAt\n          sender {\n            id\n          }\n          readBy {\n            id\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n": types.MessagesDocument,
    "\n  query SeeConversation($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n    conversation(conversationId: $conversationId) {\n      id\n      unreadCount\n      lastSeq\n      lastMessage {\n        id\n        content\n      }\n      trade {\n        id\n      }\n      participants {\n        user {\n          id\n        }\n        readUpToSeq\n      }\n    }\n  }\n": types.SeeConversationDocument,
    "\n  query Conversations($first: Int, $after: String, $last: Int, $before: String) {\n    viewerCursor\n    conversations(first: $first, after: $after, last: $last, before: $before) {\n      pageInfo {\n        hasNextPage\n        startCursor\n        endCursor\n      }\n      edges {\n        node {\n          id\n          unreadCount\n          lastMessage {\n            content\n          }\n        }\n      }\n    }\n  }\n": types.ConversationsDocument,
    "\n  subscription ConversationsMoving($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      conversation {\n        id\n      }\n    }\n  }\n": types.ConversationsMovingDocument,
    "\n  subscription MessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      eventId\n      cursor\n      kind\n      message {\n        id\n        seq\n        content\n        deletedAt\n      }\n    }\n  }\n": types.MessageAddedDocument,
    "\n  subscription ConversationRead($conversationId: ID!, $after: String) {\n    conversationRead(conversationId: $conversationId, after: $after) {\n      eventId\n      kind\n      upToSeq\n      user {\n        id\n      }\n    }\n  }\n": types.ConversationReadDocument,
    "\n  mutation CreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      version\n      title\n      status\n      lookingFor\n      imageUrls\n      owner {\n        id\n      }\n    }\n  }\n": types.CreateItemDocument,
    "\n  mutation UpdateItem($itemId: ID!, $input: UpdateItemInput!, $expectedVersion: Int) {\n    updateItem(itemId: $itemId, input: $input, expectedVersion: $expectedVersion) {\n      id\n      version\n      title\n      description\n    }\n  }\n": types.UpdateItemDocument,
    "\n  mutation DeleteItem($itemId: ID!) {\n    deleteItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n": types.DeleteItemDocument,
    "\n  mutation RelistItem($itemId: ID!) {\n    relistItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n": types.RelistItemDocument,
    "\n  query SeeItem($itemId: ID!) {\n    item(itemId: $itemId) {\n      id\n      version\n      title\n      description\n      status\n      imageUrls\n      owner {\n        id\n        name\n      }\n      ownershipHistory(first: 100) {\n        edges {\n          node {\n            seq\n            tradeId\n            owner {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n": types.SeeItemDocument,
    "\n  query Browse($filter: ItemFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    items(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        cursor\n        node {\n          id\n          title\n          category\n          condition\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n": types.BrowseDocument,
    "\n  query MyItems($status: ItemStatus) {\n    myItems(status: $status, first: 100) {\n      edges {\n        node {\n          id\n          status\n        }\n      }\n    }\n  }\n": types.MyItemsDocument,
    "\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n": types.RegisterAsDocument,
    "\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n": types.LoginDocument,
    "\n  mutation RefreshSession($refreshToken: String!, $idempotencyKey: String) {\n    refreshSession(refreshToken: $refreshToken, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n": types.RefreshSessionDocument,
    "\n  mutation Logout {\n    logout {\n      id\n      endedAt\n      current\n    }\n  }\n": types.LogoutDocument,
    "\n  mutation EndSession($sessionId: ID!) {\n    endSession(sessionId: $sessionId) {\n      id\n      endedAt\n    }\n  }\n": types.EndSessionDocument,
    "\n  mutation EndAllOtherSessions {\n    endAllOtherSessions\n  }\n": types.EndAllOtherSessionsDocument,
    "\n  query MySessions($first: Int, $after: String) {\n    mySessions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          device\n          current\n          expiresAt\n          endedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.MySessionsDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n": types.ChangePasswordDocument,
    "\n  mutation SetRoles($input: SetRolesInput!) {\n    setRoles(input: $input) {\n      id\n    }\n  }\n": types.SetRolesDocument,
    "\n  mutation SuspendUser($input: SuspensionInput!) {\n    suspendUser(input: $input) {\n      id\n    }\n  }\n": types.SuspendUserDocument,
    "\n  mutation RestoreUser($input: SuspensionInput!) {\n    restoreUser(input: $input) {\n      id\n    }\n  }\n": types.RestoreUserDocument,
    "\n  query WhoAmI {\n    me {\n      email\n      emailVerified\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n": types.WhoAmIDocument,
    "\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": types.SeePersonDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": types.UpdateProfileDocument,
    "\n  query ViewerCursor {\n    viewerCursor\n  }\n": types.ViewerCursorDocument,
    "\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n": types.ViewerEventsDocument,
    "\n  query SignInProviders {\n    signInProviders {\n      name\n      title\n      startPath\n    }\n  }\n": types.SignInProvidersDocument,
    "\n  mutation SignInWithCode($input: SignInInput!, $idempotencyKey: String) {\n    signInWithCode(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n": types.SignInWithCodeDocument,
    "\n  mutation LinkSignIn($input: LinkSignInInput!) {\n    linkSignIn(input: $input) {\n      id\n      provider\n      email\n    }\n  }\n": types.LinkSignInDocument,
    "\n  mutation UnlinkSignIn($signInId: ID!) {\n    unlinkSignIn(signInId: $signInId) {\n      id\n    }\n  }\n": types.UnlinkSignInDocument,
    "\n  query MySignIns {\n    me {\n      signIns {\n        edges {\n          node {\n            id\n            provider\n            email\n          }\n        }\n      }\n    }\n  }\n": types.MySignInsDocument,
    "\n  query Health {\n    systemHealth {\n      checkedAt\n      process {\n        version\n        nodeVersion\n        startedAt\n        uptimeSeconds\n        eventLoopDelayMs\n        memoryMb\n        heapMb\n        sockets\n        subscriptions\n      }\n      database {\n        status\n        embedded\n        latencyMs\n        version\n        replicaSet\n        members {\n          name\n          state\n          healthy\n          lagMs\n        }\n      }\n      pool {\n        size\n        open\n        inUse\n        waiting\n        longestWaitMs\n      }\n      outbox {\n        status\n        newestEventAt\n        lagMs\n        backlog\n      }\n      reactions {\n        status\n        waiting\n        failed\n        lagSeconds\n      }\n    }\n  }\n": types.HealthDocument,
    "\n  query Invariants($limit: Int, $check: String, $before: ID) {\n    systemInvariants(limit: $limit, check: $check, before: $before) {\n      checkedAt\n      tookMs\n      holds\n      checks {\n        name\n        promise\n        inspected\n        complete\n        next\n        violations {\n          id\n          explanation\n        }\n      }\n    }\n  }\n": types.InvariantsDocument,
    "\n  mutation RetryFailedReactions($input: RetryReactionsInput!) {\n    retryFailedReactions(input: $input)\n  }\n": types.RetryFailedReactionsDocument,
    "\n  query FailedReactions($first: Int, $after: String) {\n    failedReactions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          reaction\n          eventId\n          eventKind\n          happenedAt\n          attempts\n          error\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.FailedReactionsDocument,
    "\n  fragment TradeParts on Trade {\n    id\n    version\n    status\n    rejectionReason\n    completedAt\n    confirmedAt\n    conversation {\n      id\n    }\n    requester {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n    owner {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n  }\n": types.TradePartsFragmentDoc,
    "\n  mutation ProposeTrade($input: ProposeTradeInput!, $idempotencyKey: String) {\n    proposeTrade(input: $input, idempotencyKey: $idempotencyKey) {\n      ...TradeParts\n    }\n  }\n": types.ProposeTradeDocument,
    "\n  mutation ExpressInterest($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    expressInterest(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": types.ExpressInterestDocument,
    "\n  mutation ConfirmTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    confirmTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": types.ConfirmTradeDocument,
    "\n  mutation CompleteTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    completeTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": types.CompleteTradeDocument,
    "\n  mutation RejectTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    rejectTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": types.RejectTradeDocument,
    "\n  mutation WithdrawTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    withdrawTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n": types.WithdrawTradeDocument,
    "\n  query SeeTrade($tradeId: ID!) {\n    tradeCursor(tradeId: $tradeId)\n    trade(tradeId: $tradeId) {\n      ...TradeParts\n    }\n  }\n": types.SeeTradeDocument,
    "\n  query MyTrades($role: TradeRole, $status: TradeStatus) {\n    myTrades(role: $role, status: $status, first: 100) {\n      edges {\n        node {\n          ...TradeParts\n        }\n      }\n    }\n  }\n": types.MyTradesDocument,
    "\n  subscription TradeChanged($tradeId: ID!, $after: String) {\n    tradeChanged(tradeId: $tradeId, after: $after) {\n      eventId\n      cursor\n      kind\n      trade {\n        status\n      }\n    }\n  }\n": types.TradeChangedDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n"): (typeof documents)["\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterFromAfar($input: RegisterInput!, $key: String) {\n    register(input: $input, idempotencyKey: $key) {\n      token\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterFromAfar($input: RegisterInput!, $key: String) {\n    register(input: $input, idempotencyKey: $key) {\n      token\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Mirror {\n    me {\n      email\n    }\n  }\n"): (typeof documents)["\n  query Mirror {\n    me {\n      email\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ErrorCatalog {\n    errorCatalog {\n      code\n      meaning\n      retryable\n    }\n  }\n"): (typeof documents)["\n  query ErrorCatalog {\n    errorCatalog {\n      code\n      meaning\n      retryable\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n"): (typeof documents)["\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n"): (typeof documents)["\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input)\n  }\n"): (typeof documents)["\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetPassword($input: ResetPasswordInput!, $idempotencyKey: String) {\n    resetPassword(input: $input, idempotencyKey: $idempotencyKey)\n  }\n"): (typeof documents)["\n  mutation ResetPassword($input: ResetPasswordInput!, $idempotencyKey: String) {\n    resetPassword(input: $input, idempotencyKey: $idempotencyKey)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResendVerification {\n    resendVerification\n  }\n"): (typeof documents)["\n  mutation ResendVerification {\n    resendVerification\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input)\n  }\n"): (typeof documents)["\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReadDevInbox($to: String) {\n    devInbox(to: $to, first: 10) {\n      edges {\n        node {\n          id\n          to\n          subject\n          text\n          html\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ReadDevInbox($to: String) {\n    devInbox(to: $to, first: 10) {\n      edges {\n        node {\n          id\n          to\n          subject\n          text\n          html\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AdminAuditLog($filter: AuditFilter, $first: Int) {\n    adminAuditLog(filter: $filter, first: $first) {\n      edges {\n        node {\n          action\n          targetId\n          reason\n          createdAt\n          actor {\n            id\n          }\n          changes {\n            field\n            before\n            after\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query AdminAuditLog($filter: AuditFilter, $first: Int) {\n    adminAuditLog(filter: $filter, first: $first) {\n      edges {\n        node {\n          action\n          targetId\n          reason\n          createdAt\n          actor {\n            id\n          }\n          changes {\n            field\n            before\n            after\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterBusiness($input: RegisterBusinessInput!, $idempotencyKey: String) {\n    registerBusiness(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterBusiness($input: RegisterBusinessInput!, $idempotencyKey: String) {\n    registerBusiness(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyBusiness {\n    me {\n      business {\n        name\n        type\n        firstName\n        lastName\n      }\n    }\n  }\n"): (typeof documents)["\n  query MyBusiness {\n    me {\n      business {\n        name\n        type\n        firstName\n        lastName\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendMessage($input: SendMessageInput!, $idempotencyKey: String) {\n    sendMessage(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      seq\n      content\n      clientMessageId\n    }\n  }\n"): (typeof documents)["\n  mutation SendMessage($input: SendMessageInput!, $idempotencyKey: String) {\n    sendMessage(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      seq\n      content\n      clientMessageId\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      id\n      seq\n      content\n      editedAt\n    }\n  }\n"): (typeof documents)["\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      id\n      seq\n      content\n      editedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMessage($messageId: ID!) {\n    deleteMessage(messageId: $messageId) {\n      id\n      seq\n      content\n      deletedAt\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMessage($messageId: ID!) {\n    deleteMessage(messageId: $messageId) {\n      id\n      seq\n      content\n      deletedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      id\n      unreadCount\n    }\n  }\n"): (typeof documents)["\n  mutation MarkRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      id\n      unreadCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Messages($conversationId: ID!, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(conversationId: $conversationId, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        node {\n          id\n          seq\n          content\n          editedAt\n          deletedAt\n          sender {\n            id\n          }\n          readBy {\n            id\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query Messages($conversationId: ID!, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(conversationId: $conversationId, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        node {\n          id\n          seq\n          content\n          editedAt\n          deletedAt\n          sender {\n            id\n          }\n          readBy {\n            id\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeeConversation($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n    conversation(conversationId: $conversationId) {\n      id\n      unreadCount\n      lastSeq\n      lastMessage {\n        id\n        content\n      }\n      trade {\n        id\n      }\n      participants {\n        user {\n          id\n        }\n        readUpToSeq\n      }\n    }\n  }\n"): (typeof documents)["\n  query SeeConversation($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n    conversation(conversationId: $conversationId) {\n      id\n      unreadCount\n      lastSeq\n      lastMessage {\n        id\n        content\n      }\n      trade {\n        id\n      }\n      participants {\n        user {\n          id\n        }\n        readUpToSeq\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Conversations($first: Int, $after: String, $last: Int, $before: String) {\n    viewerCursor\n    conversations(first: $first, after: $after, last: $last, before: $before) {\n      pageInfo {\n        hasNextPage\n        startCursor\n        endCursor\n      }\n      edges {\n        node {\n          id\n          unreadCount\n          lastMessage {\n            content\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Conversations($first: Int, $after: String, $last: Int, $before: String) {\n    viewerCursor\n    conversations(first: $first, after: $after, last: $last, before: $before) {\n      pageInfo {\n        hasNextPage\n        startCursor\n        endCursor\n      }\n      edges {\n        node {\n          id\n          unreadCount\n          lastMessage {\n            content\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ConversationsMoving($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      conversation {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription ConversationsMoving($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      conversation {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription MessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      eventId\n      cursor\n      kind\n      message {\n        id\n        seq\n        content\n        deletedAt\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription MessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      eventId\n      cursor\n      kind\n      message {\n        id\n        seq\n        content\n        deletedAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ConversationRead($conversationId: ID!, $after: String) {\n    conversationRead(conversationId: $conversationId, after: $after) {\n      eventId\n      kind\n      upToSeq\n      user {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription ConversationRead($conversationId: ID!, $after: String) {\n    conversationRead(conversationId: $conversationId, after: $after) {\n      eventId\n      kind\n      upToSeq\n      user {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      version\n      title\n      status\n      lookingFor\n      imageUrls\n      owner {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      version\n      title\n      status\n      lookingFor\n      imageUrls\n      owner {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateItem($itemId: ID!, $input: UpdateItemInput!, $expectedVersion: Int) {\n    updateItem(itemId: $itemId, input: $input, expectedVersion: $expectedVersion) {\n      id\n      version\n      title\n      description\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateItem($itemId: ID!, $input: UpdateItemInput!, $expectedVersion: Int) {\n    updateItem(itemId: $itemId, input: $input, expectedVersion: $expectedVersion) {\n      id\n      version\n      title\n      description\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteItem($itemId: ID!) {\n    deleteItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteItem($itemId: ID!) {\n    deleteItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RelistItem($itemId: ID!) {\n    relistItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation RelistItem($itemId: ID!) {\n    relistItem(itemId: $itemId) {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeeItem($itemId: ID!) {\n    item(itemId: $itemId) {\n      id\n      version\n      title\n      description\n      status\n      imageUrls\n      owner {\n        id\n        name\n      }\n      ownershipHistory(first: 100) {\n        edges {\n          node {\n            seq\n            tradeId\n            owner {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query SeeItem($itemId: ID!) {\n    item(itemId: $itemId) {\n      id\n      version\n      title\n      description\n      status\n      imageUrls\n      owner {\n        id\n        name\n      }\n      ownershipHistory(first: 100) {\n        edges {\n          node {\n            seq\n            tradeId\n            owner {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Browse($filter: ItemFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    items(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        cursor\n        node {\n          id\n          title\n          category\n          condition\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query Browse($filter: ItemFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    items(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      edges {\n        cursor\n        node {\n          id\n          title\n          category\n          condition\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyItems($status: ItemStatus) {\n    myItems(status: $status, first: 100) {\n      edges {\n        node {\n          id\n          status\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MyItems($status: ItemStatus) {\n    myItems(status: $status, first: 100) {\n      edges {\n        node {\n          id\n          status\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RefreshSession($refreshToken: String!, $idempotencyKey: String) {\n    refreshSession(refreshToken: $refreshToken, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RefreshSession($refreshToken: String!, $idempotencyKey: String) {\n    refreshSession(refreshToken: $refreshToken, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Logout {\n    logout {\n      id\n      endedAt\n      current\n    }\n  }\n"): (typeof documents)["\n  mutation Logout {\n    logout {\n      id\n      endedAt\n      current\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndSession($sessionId: ID!) {\n    endSession(sessionId: $sessionId) {\n      id\n      endedAt\n    }\n  }\n"): (typeof documents)["\n  mutation EndSession($sessionId: ID!) {\n    endSession(sessionId: $sessionId) {\n      id\n      endedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndAllOtherSessions {\n    endAllOtherSessions\n  }\n"): (typeof documents)["\n  mutation EndAllOtherSessions {\n    endAllOtherSessions\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MySessions($first: Int, $after: String) {\n    mySessions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          device\n          current\n          expiresAt\n          endedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query MySessions($first: Int, $after: String) {\n    mySessions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          device\n          current\n          expiresAt\n          endedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetRoles($input: SetRolesInput!) {\n    setRoles(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation SetRoles($input: SetRolesInput!) {\n    setRoles(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SuspendUser($input: SuspensionInput!) {\n    suspendUser(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation SuspendUser($input: SuspensionInput!) {\n    suspendUser(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreUser($input: SuspensionInput!) {\n    restoreUser(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreUser($input: SuspensionInput!) {\n    restoreUser(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAmI {\n    me {\n      email\n      emailVerified\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n"): (typeof documents)["\n  query WhoAmI {\n    me {\n      email\n      emailVerified\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"): (typeof documents)["\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewerCursor {\n    viewerCursor\n  }\n"): (typeof documents)["\n  query ViewerCursor {\n    viewerCursor\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n"): (typeof documents)["\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SignInProviders {\n    signInProviders {\n      name\n      title\n      startPath\n    }\n  }\n"): (typeof documents)["\n  query SignInProviders {\n    signInProviders {\n      name\n      title\n      startPath\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInWithCode($input: SignInInput!, $idempotencyKey: String) {\n    signInWithCode(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SignInWithCode($input: SignInInput!, $idempotencyKey: String) {\n    signInWithCode(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      refreshToken\n      user {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LinkSignIn($input: LinkSignInInput!) {\n    linkSignIn(input: $input) {\n      id\n      provider\n      email\n    }\n  }\n"): (typeof documents)["\n  mutation LinkSignIn($input: LinkSignInInput!) {\n    linkSignIn(input: $input) {\n      id\n      provider\n      email\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnlinkSignIn($signInId: ID!) {\n    unlinkSignIn(signInId: $signInId) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation UnlinkSignIn($signInId: ID!) {\n    unlinkSignIn(signInId: $signInId) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MySignIns {\n    me {\n      signIns {\n        edges {\n          node {\n            id\n            provider\n            email\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MySignIns {\n    me {\n      signIns {\n        edges {\n          node {\n            id\n            provider\n            email\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Health {\n    systemHealth {\n      checkedAt\n      process {\n        version\n        nodeVersion\n        startedAt\n        uptimeSeconds\n        eventLoopDelayMs\n        memoryMb\n        heapMb\n        sockets\n        subscriptions\n      }\n      database {\n        status\n        embedded\n        latencyMs\n        version\n        replicaSet\n        members {\n          name\n          state\n          healthy\n          lagMs\n        }\n      }\n      pool {\n        size\n        open\n        inUse\n        waiting\n        longestWaitMs\n      }\n      outbox {\n        status\n        newestEventAt\n        lagMs\n        backlog\n      }\n      reactions {\n        status\n        waiting\n        failed\n        lagSeconds\n      }\n    }\n  }\n"): (typeof documents)["\n  query Health {\n    systemHealth {\n      checkedAt\n      process {\n        version\n        nodeVersion\n        startedAt\n        uptimeSeconds\n        eventLoopDelayMs\n        memoryMb\n        heapMb\n        sockets\n        subscriptions\n      }\n      database {\n        status\n        embedded\n        latencyMs\n        version\n        replicaSet\n        members {\n          name\n          state\n          healthy\n          lagMs\n        }\n      }\n      pool {\n        size\n        open\n        inUse\n        waiting\n        longestWaitMs\n      }\n      outbox {\n        status\n        newestEventAt\n        lagMs\n        backlog\n      }\n      reactions {\n        status\n        waiting\n        failed\n        lagSeconds\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Invariants($limit: Int, $check: String, $before: ID) {\n    systemInvariants(limit: $limit, check: $check, before: $before) {\n      checkedAt\n      tookMs\n      holds\n      checks {\n        name\n        promise\n        inspected\n        complete\n        next\n        violations {\n          id\n          explanation\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Invariants($limit: Int, $check: String, $before: ID) {\n    systemInvariants(limit: $limit, check: $check, before: $before) {\n      checkedAt\n      tookMs\n      holds\n      checks {\n        name\n        promise\n        inspected\n        complete\n        next\n        violations {\n          id\n          explanation\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryFailedReactions($input: RetryReactionsInput!) {\n    retryFailedReactions(input: $input)\n  }\n"): (typeof documents)["\n  mutation RetryFailedReactions($input: RetryReactionsInput!) {\n    retryFailedReactions(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FailedReactions($first: Int, $after: String) {\n    failedReactions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          reaction\n          eventId\n          eventKind\n          happenedAt\n          attempts\n          error\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query FailedReactions($first: Int, $after: String) {\n    failedReactions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          reaction\n          eventId\n          eventKind\n          happenedAt\n          attempts\n          error\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TradeParts on Trade {\n    id\n    version\n    status\n    rejectionReason\n    completedAt\n    confirmedAt\n    conversation {\n      id\n    }\n    requester {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n    owner {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment TradeParts on Trade {\n    id\n    version\n    status\n    rejectionReason\n    completedAt\n    confirmedAt\n    conversation {\n      id\n    }\n    requester {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n    owner {\n      user {\n        id\n      }\n      items {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProposeTrade($input: ProposeTradeInput!, $idempotencyKey: String) {\n    proposeTrade(input: $input, idempotencyKey: $idempotencyKey) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  mutation ProposeTrade($input: ProposeTradeInput!, $idempotencyKey: String) {\n    proposeTrade(input: $input, idempotencyKey: $idempotencyKey) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ExpressInterest($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    expressInterest(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  mutation ExpressInterest($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    expressInterest(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    confirmTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  mutation ConfirmTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    confirmTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CompleteTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    completeTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  mutation CompleteTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    completeTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RejectTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    rejectTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  mutation RejectTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    rejectTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WithdrawTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    withdrawTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  mutation WithdrawTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {\n    withdrawTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeeTrade($tradeId: ID!) {\n    tradeCursor(tradeId: $tradeId)\n    trade(tradeId: $tradeId) {\n      ...TradeParts\n    }\n  }\n"): (typeof documents)["\n  query SeeTrade($tradeId: ID!) {\n    tradeCursor(tradeId: $tradeId)\n    trade(tradeId: $tradeId) {\n      ...TradeParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyTrades($role: TradeRole, $status: TradeStatus) {\n    myTrades(role: $role, status: $status, first: 100) {\n      edges {\n        node {\n          ...TradeParts\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MyTrades($role: TradeRole, $status: TradeStatus) {\n    myTrades(role: $role, status: $status, first: 100) {\n      edges {\n        node {\n          ...TradeParts\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription TradeChanged($tradeId: ID!, $after: String) {\n    tradeChanged(tradeId: $tradeId, after: $after) {\n      eventId\n      cursor\n      kind\n      trade {\n        status\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription TradeChanged($tradeId: ID!, $after: String) {\n    tradeChanged(tradeId: $tradeId, after: $after) {\n      eventId\n      cursor\n      kind\n      trade {\n        status\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;