"""What every service stands on; no business rule lives here. Look here before writing a helper.

Layers, each importing only what is to its left: kernel < contracts < runtime < store | bus | web.
Module-level ``log`` is the module's logger; ``main`` runs a command; one-letter names are type
variables (``A E F S T W``).

kernel (no I/O)
    shared.kernel.clock         Clock, utc_now
    shared.kernel.ids           new_id (UUIDv7), derived_id (a repeat makes the same), number_of
    shared.kernel.trace         traceparent (of the work in hand), begin, trace_of
    shared.kernel.errors        Failure: Refused (Invalid, Missing, Forbidden, Unauthenticated,
                                TooMany, TooLarge, WrongMove), Conflict, Unavailable, Seen
    shared.kernel.aggregate     Aggregate (id, estate, version; record)

contracts (what travels)
    shared.contracts.words      Channel, Outlet, Category, Urgency, Status, ClockName, Role, STAFF
    shared.contracts.event      Event, Value, Place, Due, Id, Moment
    shared.contracts.audit      Noted, Line, Sheet
    shared.contracts.held       Held, Item, Forgotten
    shared.contracts.phone      Phone (sealed at rest), Ring, seal_with, sealed, opened, mark_of,
                                marked (to find one again), sealing_key, SEALED
    shared.contracts.envelope   Envelope, Cause, wrap, read; Malformed, UnknownType
    shared.contracts.registry   EVENTS, REGISTRY (type -> class)
    shared.contracts.people     OwnerChanged, OwnerErased, StaffChanged
    shared.contracts.estates    EstateChanged
    shared.contracts.requests   Reporter, RequestFacts, RequestEvent; RequestSubmitted,
                                RequestAssigned, RequestAccepted, RequestArrived, RequestNoted,
                                RequestPaused, RequestResumed, RequestResolved, RequestFedBack,
                                RequestClosed, RequestReopened, FollowUpOpened, RequestCancelled,
                                RequestReclassified, RequestUrged, RequestHandedOver,
                                RequestEscalated, ClockMissed
    shared.contracts.arrangements   RequestOffered, TransferProposed, TransferDeclined,
                                HandOverProposed, HandOverDeclined, ConfirmationAsked,
                                RequestConfirmed, RequestMerged, RequestUnmerged, MainMoved
    shared.contracts.known      KnownIncident
    shared.contracts.incidents  IncidentFacts, IncidentEvent; IncidentProposed, IncidentConfirmed,
                                IncidentDismissed, IncidentUpdated, IncidentOverdue,
                                IncidentClosed, RequestJoined
    shared.contracts.roster     LeaveChanged, SwapChanged
    shared.contracts.notifications  NotificationDelivered, NotificationFailed, DeliveryReported,
                                PageAcknowledged
    shared.contracts.notices    NoticePublished, NoticeWithdrawn
    shared.contracts.surveys    SurveyOpened, SurveyReminderDue, SurveyAnswered, ReturnCallDue,
                                CampaignInvited, CampaignReminded, Rating
    shared.contracts.suggestions    Pledge, SuggestionEvent; SuggestionTaken, SuggestionDue,
                                SuggestionAnswered, PromiseEvent; PromiseMade, PromiseDue,
                                PromiseMoved, PromiseEnded
    shared.contracts.forums     ForumKind, SeatState, Settled, ForumFacts; ForumAnnounced,
                                SeatChanged, QuestionSettled, ForumLacking
    shared.contracts.conversations  MessageReceived, ConversationAnswered, ConversationUnanswered,
                                OpinionGiven, CodeIssued, BindingProven, BindingEnded

runtime (a process)
    shared.runtime.settings     ServiceSettings, load (one clear line for what is missing)
    shared.runtime.watched      Watched (a file of keys, read again when it changes), SECONDS
    shared.runtime.logs         set_up_logs, mask, PRIVATE
    shared.runtime.logs.lines   Line, line_of, written, in_order, growing, piped, PAUSE
    shared.runtime.logs.story   Story, is_read, READS (``python -m shared.runtime.logs follow``)
    shared.runtime.logs.showing Shown, SERVICES, LEVELS; PIPE
    shared.runtime.tracing      traced, handed_on, set_up_tracing, About, Kind, Span, SPANS,
                                ENDPOINT, MESSAGING
    shared.runtime.spans        exported, spans_of (the extra: OpenTelemetry)
    shared.runtime.mongo        open_database, Database, answers (for /ready), away_is_unavailable,
                                is_away, AWAY
    shared.runtime.server       Runner, REFUSING (the answer to what is no HTTP)
    shared.runtime.lifespan     serve (drains on SIGTERM), repeating (a loop beside the block)
    shared.runtime.metrics      HTTP_SECONDS, MESSAGE_SECONDS, MESSAGE_AGE, GROUP_SIZE, PUBLISHED,
                                QUEUE_DEPTH, QUEUE_AGE, LOOP_SECONDS, LOOP_FAILURES, SWEEP_DUE,
                                SWEEP_LAG, swept, REQUESTS, CLOCKS_MISSED, PROVIDER_CALLS,
                                PROVIDER_RESTING

store (aggregates with their outbox inside)
    shared.store.port           Repository (get, find, save), Remembering: what handlers see
    shared.store.audit          AuditTrail (only grows), bound, intact, START
    shared.store.forgetting     Forgetting (what is kept of an owner: show, forget), Shelf,
                                SLICE, HOUR
    shared.store.mongo          Store (repository, kept, running), Kept (under, read, state), Bound,
                                BOOKS, RESEAL
    shared.store.group          Group (commits together what is ready together), Collection, MOST
    shared.store.relay          Relay (publish, then clear), Parcel, Publish, IN_FLIGHT
    shared.store.sweeper        Sweeper (what a crash left), GRACE, LEASE, AGAIN, AT_ONCE
    shared.store.reseal         Resealer (what an older key sealed)
    shared.store.write          Write, Told, told_of, emptied, cleared, REMEMBERED, SAVES

bus (RabbitMQ)
    shared.bus.subscriptions    on, Subscription, Handler, WorkOf
    shared.bus.consumer         consuming, Consumer, PREFETCH, ATTEMPT, REASON
    shared.bus.listener         listening (every event, while here)
    shared.bus.publisher        open_publisher, Publisher, TIMEOUT
    shared.bus.settle           settle, SETTLE, Settled, reason_of
    shared.bus.topology         Topology, declare_exchange, declare_queue, declare_dead, EXCHANGE,
                                LADDER
    shared.bus.connection       kept (a connection, whatever becomes of it), told_to_stop, Use, AWAY

web (HTTP)
    shared.web.app              service_app, CHECKS, Check, DRAINING, QUIET, LIMIT, STORY,
                                Handler, CallerGone, has_left
    shared.web.operation        Routes, operation, Operation, Form, View, cause_of, VERIFIER, CLOCK,
                                META, KEY, REPEATABLE, Sometime (a moment that can be reckoned with)
    shared.web.audit            note (who did what), AUDIT, Audit, Unkept, Turn, AuditView,
                                trail, routes
    shared.web.auth             Principal, Verifier, AUDIENCE
    shared.web.problems         problem, problem_of, status_of, of_http, slug_of, invalid, STATUS,
                                TITLES, DETAILS
    shared.web.openapi          document, PROBLEM
"""
