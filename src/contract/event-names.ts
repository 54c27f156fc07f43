/** Usage worker events (bus-integration-usage page). */
export const USAGE_EVENTS = {
  recordRequest: 'bus.usage.record.request',
  recordResponse: 'bus.usage.record.response',
  listRequest: 'bus.usage.list.request',
  listResponse: 'bus.usage.list.response',
  deleteRequest: 'bus.usage.delete.request',
  deleteResponse: 'bus.usage.delete.response',
} as const;

/** Billing worker events (bus-integration-billing page). */
export const BILLING_EVENTS = {
  statusRequest: 'bus.billing.status.request',
  statusResponse: 'bus.billing.status.response',
  checkoutSessionRequest: 'bus.billing.checkout_session.request',
  checkoutSessionResponse: 'bus.billing.checkout_session.response',
  portalSessionRequest: 'bus.billing.portal_session.request',
  portalSessionResponse: 'bus.billing.portal_session.response',
  entitlementCheckRequest: 'bus.billing.entitlement.check.request',
  entitlementCheckResponse: 'bus.billing.entitlement.check.response',
  usageExportRequest: 'bus.billing.usage.export.request',
  usageExportResponse: 'bus.billing.usage.export.response',
  subscriptionUpdate: 'bus.billing.subscription.update',
  subscriptionResult: 'bus.billing.subscription.result',
} as const;

/** Stripe worker events (bus-integration-stripe page). */
export const STRIPE_EVENTS = {
  checkoutSessionCreateRequest: 'bus.stripe.checkout_session.create.request',
  checkoutSessionCreateResponse: 'bus.stripe.checkout_session.create.response',
  portalSessionCreateRequest: 'bus.stripe.portal_session.create.request',
  portalSessionCreateResponse: 'bus.stripe.portal_session.create.response',
  webhookVerifyRequest: 'bus.stripe.webhook.verify.request',
  webhookVerifyResponse: 'bus.stripe.webhook.verify.response',
  meterEventRecordRequest: 'bus.stripe.meter_event.record.request',
  meterEventRecordResponse: 'bus.stripe.meter_event.record.response',
} as const;

/** VM events (bus-api-provider-vm page). The compose stack's static VM backend sends none. */
export const VM_EVENTS = {
  statusRequest: 'bus.vm.status.request',
  statusResponse: 'bus.vm.status.response',
  startRequest: 'bus.vm.start.request',
  startResponse: 'bus.vm.start.response',
  stopRequest: 'bus.vm.stop.request',
  stopResponse: 'bus.vm.stop.response',
} as const;

/** LLM execution events (bus-integration-codex page). There is none for embeddings. */
export const LLM_EVENTS = {
  chatCompletionsRequest: 'bus.llm.chat.completions.request',
  chatCompletionsResponse: 'bus.llm.chat.completions.response',
  responsesRequest: 'bus.llm.responses.request',
  responsesResponse: 'bus.llm.responses.response',
  completionsRequest: 'bus.llm.completions.request',
  completionsResponse: 'bus.llm.completions.response',
} as const;

/** Provider-neutral container events (bus-integration-containers page). */
export const CONTAINER_EVENTS = {
  statusRequest: 'bus.containers.status.request',
  statusResponse: 'bus.containers.status.response',
  runRequest: 'bus.containers.run.request',
  runResponse: 'bus.containers.run.response',
  inputRequest: 'bus.containers.input.request',
  inputResponse: 'bus.containers.input.response',
  deleteRequest: 'bus.containers.delete.request',
  deleteResponse: 'bus.containers.delete.response',
  runnerStatusRequest: 'bus.containers.runner.status.request',
  runnerStatusResponse: 'bus.containers.runner.status.response',
  runnerStartRequest: 'bus.containers.runner.start.request',
  runnerStartResponse: 'bus.containers.runner.start.response',
  runnerDeleteRequest: 'bus.containers.runner.delete.request',
  runnerDeleteResponse: 'bus.containers.runner.delete.response',
} as const;

/** Docker backend events, the other side of the container router (bus-integration-containers page). */
export const DOCKER_EVENTS = {
  statusRequest: 'bus.docker.status.request',
  statusResponse: 'bus.docker.status.response',
  runRequest: 'bus.docker.run.request',
  runResponse: 'bus.docker.run.response',
  inputRequest: 'bus.docker.input.request',
  inputResponse: 'bus.docker.input.response',
  deleteRequest: 'bus.docker.delete.request',
  deleteResponse: 'bus.docker.delete.response',
  runnerStatusRequest: 'bus.docker.runner.status.request',
  runnerStatusResponse: 'bus.docker.runner.status.response',
  runnerStartRequest: 'bus.docker.runner.start.request',
  runnerStartResponse: 'bus.docker.runner.start.response',
  runnerDeleteRequest: 'bus.docker.runner.delete.request',
  runnerDeleteResponse: 'bus.docker.runner.delete.response',
} as const;

/** Dev-task events, the generation that the compose stack and its smoke test speak (compose smoke test). */
export const DEV_TASK_EVENTS = {
  open: 'bus.dev.task.open',
  claimed: 'bus.dev.task.claimed',
  running: 'bus.dev.task.running',
  message: 'bus.dev.task.message',
  done: 'bus.dev.task.done',
  blocked: 'bus.dev.task.blocked',
  failed: 'bus.dev.task.failed',
  canceled: 'bus.dev.task.canceled',
} as const;

/** Dev-task events after which a task moves no more. */
export const DEV_TASK_TERMINAL_EVENTS = [
  DEV_TASK_EVENTS.done,
  DEV_TASK_EVENTS.blocked,
  DEV_TASK_EVENTS.failed,
  DEV_TASK_EVENTS.canceled,
] as const;

/**
 * The unprotected event that the documented send-and-replay proof publishes (bus-api-provider-events page).
 */
export const PING_EVENT = 'example.ping';
