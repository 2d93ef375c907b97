using System.Reflection;

namespace NanoBanana.Contracts.Errors;

/// <summary>Every failure the product can report. A test checks that each has its page in docs/errors and each page its code.</summary>
public static class ErrorCodes
{
    public static readonly ErrorCode MissingCredential = new("auth.missing_credential", ErrorKind.MissingCredential, "Not authenticated");
    public static readonly ErrorCode MissingKey = new("auth.missing_key", ErrorKind.MissingCredential, "Missing Authorization header");
    public static readonly ErrorCode ConflictingCredentials = new("auth.conflicting_credentials", ErrorKind.BadCredential, "Authorization and X-API-Key name different credentials");
    public static readonly ErrorCode MalformedKey = new("auth.malformed_key", ErrorKind.BadCredential, "Invalid API key format");
    public static readonly ErrorCode UnknownKey = new("auth.unknown_key", ErrorKind.BadCredential, "Invalid API key");
    public static readonly ErrorCode RevokedKey = new("auth.revoked_key", ErrorKind.BadCredential, "API key has been revoked");
    public static readonly ErrorCode ExpiredKey = new("auth.expired_key", ErrorKind.BadCredential, "API key has expired");
    public static readonly ErrorCode InvalidToken = new("auth.invalid_token", ErrorKind.BadCredential, "Invalid or expired token");
    public static readonly ErrorCode InvalidLogin = new("auth.invalid_login", ErrorKind.BadCredential, "Invalid email or password");
    public static readonly ErrorCode InvalidState = new("auth.invalid_state", ErrorKind.BadCredential, "The sign-in is unknown, was finished already or took too long");
    public static readonly ErrorCode CodeRefused = new("auth.code_refused", ErrorKind.BadCredential, "GitHub did not accept the code");
    public static readonly ErrorCode WrongPassword = new("auth.wrong_password", ErrorKind.BadCredential, "Current password is incorrect");
    public static readonly ErrorCode Forbidden = new("auth.forbidden", ErrorKind.Forbidden, "This credential does not allow that");
    public static readonly ErrorCode AdminRequired = new("auth.admin_required", ErrorKind.Forbidden, "Admin privileges required");

    public static readonly ErrorCode EmailRegistered = new("identity.email_registered", ErrorKind.Conflict, "Email already registered");
    public static readonly ErrorCode EmailInUse = new("identity.email_in_use", ErrorKind.Conflict, "Email already in use");
    public static readonly ErrorCode AccountBanned = new("identity.account_banned", ErrorKind.Forbidden, "This account is banned");
    public static readonly ErrorCode SelfBan = new("identity.self_ban", ErrorKind.Conflict, "Operators cannot ban themselves");
    public static readonly ErrorCode OperatorAccountKept = new("identity.operator_account", ErrorKind.Conflict, "An operator's account cannot be deleted");
    public static readonly ErrorCode SignInNotConfigured = new("identity.github_not_configured", ErrorKind.Unavailable, "Authentication service not configured");
    public static readonly ErrorCode GitHubUnavailable = new("identity.github_unavailable", ErrorKind.ProviderUnavailable, "GitHub does not answer at the moment. Try again shortly.");
    public static readonly ErrorCode UserNotFound = new("identity.user_not_found", ErrorKind.NotFound, "User not found");
    public static readonly ErrorCode InvalidUserId = new("identity.invalid_user_id", ErrorKind.BadRequest, "Invalid user ID");
    public static readonly ErrorCode AnnouncementNotFound = new("announcement.not_found", ErrorKind.NotFound, "Announcement not found");
    public static readonly ErrorCode InvalidAnnouncementId = new("announcement.invalid_id", ErrorKind.BadRequest, "Invalid announcement ID");
    public static readonly ErrorCode NotificationNotFound = new("notification.not_found", ErrorKind.NotFound, "Notification not found");
    public static readonly ErrorCode InvalidNotificationId = new("notification.invalid_id", ErrorKind.BadRequest, "Invalid notification ID");

    public static readonly ErrorCode KeyNotFound = new("keys.not_found", ErrorKind.NotFound, "API key not found");
    public static readonly ErrorCode InvalidKeyId = new("keys.invalid_id", ErrorKind.BadRequest, "Invalid key ID");
    public static readonly ErrorCode KeyLimitReached = new("keys.limit_reached", ErrorKind.BadRequest, "Maximum number of API keys (100) reached");
    public static readonly ErrorCode LabKeyLimitReached = new("keys.lab_limit_reached", ErrorKind.BadRequest, "Maximum number of API keys (10) reached");
    public static readonly ErrorCode BootstrapClosed = new("keys.bootstrap_closed", ErrorKind.Forbidden, "API keys already exist. Use /api/admin/keys to create new keys.");
    public static readonly ErrorCode LastMasterKey = new("keys.last_master_key", ErrorKind.Conflict, "The only active master key cannot be revoked. Create another one first.");

    public static readonly ErrorCode RateLimited = new("limits.rate_exceeded", ErrorKind.RateLimited, "Rate limit exceeded. Try again later.");
    public static readonly ErrorCode SignInLimited = new("limits.sign_in_exceeded", ErrorKind.RateLimited, "Too many sign-in attempts. Try again later.");
    public static readonly ErrorCode QuotaExceeded = new("limits.quota_exceeded", ErrorKind.CreditsExhausted, "Daily limit reached");

    public static readonly ErrorCode InsufficientCredits = new("billing.insufficient_credits", ErrorKind.CreditsExhausted, "Monthly image quota exceeded");
    public static readonly ErrorCode NoPrice = new("billing.no_price", ErrorKind.NoProvider, "Image generation service not configured");

    public static readonly ErrorCode PromptBlocked = new("moderation.prompt_blocked", ErrorKind.UnsafePrompt, "The prompt was blocked by safety filter");

    public static readonly ErrorCode InvalidInputImage = new("input.invalid_image", ErrorKind.Validation, "The image cannot be used");

    public static readonly ErrorCode GenerationNotFound = new("generation.not_found", ErrorKind.NotFound, "Generation not found");
    public static readonly ErrorCode ImageNotFound = new("generation.image_not_found", ErrorKind.NotFound, "Image not found");
    public static readonly ErrorCode HistoryItemNotFound = new("history.not_found", ErrorKind.NotFound, "History item not found");
    public static readonly ErrorCode SessionNotFound = new("chat.session_not_found", ErrorKind.NotFound, "Chat session not found");
    public static readonly ErrorCode ChatBusy = new("chat.busy", ErrorKind.Conflict, "Other messages of this chat are still being answered. Try again shortly.");
    public static readonly ErrorCode ChatFull = new("chat.session_full", ErrorKind.Conflict, "A chat session holds at most 200 messages. Begin another one.");
    public static readonly ErrorCode FavoriteNotFound = new("favorites.not_found", ErrorKind.NotFound, "Favorite not found");
    public static readonly ErrorCode FolderNotFound = new("favorites.folder_not_found", ErrorKind.NotFound, "Folder not found");
    public static readonly ErrorCode AlreadyFavorited = new("favorites.already", ErrorKind.Conflict, "Image already favorited");
    public static readonly ErrorCode ProjectNotFound = new("project.not_found", ErrorKind.NotFound, "Project not found");
    public static readonly ErrorCode AlreadyInProject = new("project.image_exists", ErrorKind.Conflict, "Image already in project");
    public static readonly ErrorCode ProjectLimitReached = new("project.limit_reached", ErrorKind.BadRequest, "Maximum number of projects (1000) reached");
    public static readonly ErrorCode ProjectFull = new("project.full", ErrorKind.BadRequest, "Maximum number of images in a project (10000) reached");
    public static readonly ErrorCode ResultNotKept = new("generation.result_not_kept", ErrorKind.Gone, "The image was delivered inline and was not kept");
    public static readonly ErrorCode StillRunning = new("generation.still_running", ErrorKind.StillRunning, "The generation is still running; fetch it at the Location given");
    public static readonly ErrorCode OutcomeUnknown = new("generation.outcome_unknown", ErrorKind.ProviderUnavailable, "The provider's answer was lost; nothing was charged");
    public static readonly ErrorCode Cancelled = new("generation.cancelled", ErrorKind.Conflict, "The generation was cancelled");
    public static readonly ErrorCode NotInTime = new("generation.not_in_time", ErrorKind.ProviderTimedOut, "There was no image in time; what had not begun was cancelled and is not charged");
    public static readonly ErrorCode QueuedTooLong = new("generation.queued_too_long", ErrorKind.Unavailable, "The generation waited too long for its turn; nothing was charged");
    public static readonly ErrorCode TaskNotFound = new("batch.not_found", ErrorKind.NotFound, "Task not found");
    public static readonly ErrorCode QueueBusy = new("queue.busy", ErrorKind.Unavailable, "The queue is too long at the moment. Try again shortly.");
    public static readonly ErrorCode TooManyWaiting = new("queue.account_full", ErrorKind.RateLimited, "Too many jobs of this account are waiting already");
    public static readonly ErrorCode EventsExpired = new("events.expired", ErrorKind.Gone, "The events after this cursor are kept no more");
    public static readonly ErrorCode TooManyFollowers = new("events.too_many_followers", ErrorKind.RateLimited, "Too many streams of this account are open");
    public static readonly ErrorCode IdempotencyMismatch = new("idempotency.key_reused", ErrorKind.Validation, "This Idempotency-Key was used with another request body");

    public static readonly ErrorCode NoProvider = new("provider.not_configured", ErrorKind.NoProvider, "Image generation service not configured");
    public static readonly ErrorCode ProviderUnconfigured = new("provider.unconfigured", ErrorKind.Conflict, "The provider is not configured: give it a key in the settings first");
    public static readonly ErrorCode ProviderRejectedInput = new("provider.bad_input", ErrorKind.ProviderRefused, "The provider did not accept the request");
    public static readonly ErrorCode ProviderRefusedInput = new("provider.refused_input", ErrorKind.ProviderRefused, "The provider refused the prompt by its safety rules");
    public static readonly ErrorCode ProviderRefusedOutput = new("provider.refused_output", ErrorKind.ProviderRefused, "The provider withheld the image by its safety rules");
    public static readonly ErrorCode ProviderNoImage = new("provider.no_image", ErrorKind.ProviderRefused, "The provider answered without an image");
    public static readonly ErrorCode ProviderThrottled = new("provider.throttled", ErrorKind.ProviderThrottled, "The provider asked us to slow down. Try again later.");
    public static readonly ErrorCode ProviderUnavailable = new("provider.unavailable", ErrorKind.ProviderUnavailable, "Image generation failed: the provider is unavailable");
    public static readonly ErrorCode ProviderMisconfigured = new("provider.misconfigured", ErrorKind.NoProvider, "Image generation service not configured");
    public static readonly ErrorCode ProviderBadImage = new("provider.bad_image", ErrorKind.ProviderUnavailable, "The provider delivered a damaged image");
    public static readonly ErrorCode ProviderNotFound = new("provider.not_found", ErrorKind.NotFound, "Provider not found");
    public static readonly ErrorCode UnknownProvider = new("provider.unknown", ErrorKind.BadRequest, "Provider not found");
    public static readonly ErrorCode ModelNotFound = new("model.not_found", ErrorKind.NotFound, "The model does not exist");
    public static readonly ErrorCode NotCapable = new("provider.not_capable", ErrorKind.BadRequest, "The provider or model that was asked for cannot do that");
    public static readonly ErrorCode NoVideoProvider = new("provider.no_video", ErrorKind.Unavailable, "No video providers configured");
    public static readonly ErrorCode VideoNotOffered = new("provider.video_not_offered", ErrorKind.BadRequest, "No provider makes such a video");
    public static readonly ErrorCode QuoteNotFound = new("quote.not_found", ErrorKind.Validation, "There is no such quote");
    public static readonly ErrorCode QuoteExpired = new("quote.expired", ErrorKind.Validation, "The quote has expired");
    public static readonly ErrorCode QuoteDiffers = new("quote.other_request", ErrorKind.Validation, "The quote was given for another request");
    public static readonly ErrorCode ModelRetired = new("provider.model_retired", ErrorKind.Validation, "The model has been retired by its provider");
    public static readonly ErrorCode ProviderTimedOut = new("provider.timed_out", ErrorKind.ProviderTimedOut, "The provider did not answer in time");

    public static readonly ErrorCode WebhookNotFound = new("webhook.not_found", ErrorKind.NotFound, "Webhook not found");
    public static readonly ErrorCode WebhookLimitReached = new("webhook.limit_reached", ErrorKind.BadRequest, "Maximum number of webhooks (20) reached");
    public static readonly ErrorCode WebhookDisabled = new("webhook.disabled", ErrorKind.Conflict, "The webhook is disabled; enable it first");
    public static readonly ErrorCode DeliveryNotFound = new("webhook.delivery_not_found", ErrorKind.NotFound, "Delivery not found");

    public static readonly ErrorCode TemplateNotFound = new("template.not_found", ErrorKind.NotFound, "Template not found");
    public static readonly ErrorCode InvalidTemplateId = new("template.invalid_id", ErrorKind.BadRequest, "Invalid template ID");
    public static readonly ErrorCode MissingVariable = new("template.missing_variable", ErrorKind.BadRequest, "A required variable is missing");
    public static readonly ErrorCode InvalidVariable = new("template.invalid_variable", ErrorKind.BadRequest, "A variable has a value that it does not take");

    public static readonly ErrorCode PromptNotFound = new("prompt.not_found", ErrorKind.NotFound, "Prompt not found");
    public static readonly ErrorCode PromptNotCustom = new("prompt.not_custom", ErrorKind.BadRequest, "Only custom prompts can be deleted");

    public static readonly ErrorCode StorageUnavailable = new("storage.unavailable", ErrorKind.Unavailable, "The image could not be stored; nothing was charged");

    public static readonly ErrorCode InvalidRequest = new("request.invalid", ErrorKind.Validation, "Request validation failed");
    public static readonly ErrorCode MalformedRequest = new("request.malformed", ErrorKind.BadRequest, "The request could not be read");
    public static readonly ErrorCode RouteNotFound = new("request.route_not_found", ErrorKind.NotFound, "Not Found");
    public static readonly ErrorCode MethodNotAllowed = new("request.method_not_allowed", ErrorKind.MethodNotAllowed, "Method Not Allowed");
    public static readonly ErrorCode PayloadTooLarge = new("request.too_large", ErrorKind.PayloadTooLarge, "The request body is too large");
    public static readonly ErrorCode UnsupportedMediaType = new("request.unsupported_media_type", ErrorKind.UnsupportedMediaType, "Unsupported Media Type");

    public static readonly ErrorCode ServiceUnavailable = new("service.unavailable", ErrorKind.Unavailable, "The service is temporarily unavailable. Try again shortly.");
    public static readonly ErrorCode Internal = new("internal.error", ErrorKind.Internal, "An unexpected error occurred");

    /// <summary>All codes, in the order above.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static field => field.FieldType == typeof(ErrorCode))
            .Select(static field => (ErrorCode)field.GetValue(null)!),
    ];

    /// <summary>The failure of a stored code; our own fault when the code is no longer one of ours.</summary>
    public static ErrorCode Find(string? code) => All.FirstOrDefault(known => known.Code == code) ?? Internal;
}
