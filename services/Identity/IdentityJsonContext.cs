using System.Text.Json.Serialization;
using NanoBanana.Identity.Api.Lab;
using NanoBanana.Identity.Api.Lab.Admin;
using NanoBanana.Identity.Api.V1;

namespace NanoBanana.Identity;

/// <summary>Generated (de)serialisers of this service's own bodies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(RegisterResponse))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(DeleteAccountRequest))]
[JsonSerializable(typeof(BeginSignInResponse))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignInResponse))]
[JsonSerializable(typeof(LabUserView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(SignedOutView))]
[JsonSerializable(typeof(RefreshResponse))]
[JsonSerializable(typeof(NotificationListView))]
[JsonSerializable(typeof(NotificationAnswer))]
[JsonSerializable(typeof(UnreadCountView))]
[JsonSerializable(typeof(MarkReadRequest))]
[JsonSerializable(typeof(MarkedView))]
[JsonSerializable(typeof(DeletedView))]
[JsonSerializable(typeof(UserListView))]
[JsonSerializable(typeof(AdminUserView))]
[JsonSerializable(typeof(ChangedUserView))]
[JsonSerializable(typeof(SetUserTierRequest))]
[JsonSerializable(typeof(SetUserQuotaRequest))]
[JsonSerializable(typeof(ResetUserQuotaRequest))]
[JsonSerializable(typeof(QuotaResetView))]
[JsonSerializable(typeof(CreateAnnouncementRequest))]
[JsonSerializable(typeof(ChangeAnnouncementRequest))]
[JsonSerializable(typeof(SavedAnnouncementView))]
[JsonSerializable(typeof(AnnouncementListView))]
[JsonSerializable(typeof(BroadcastRequest))]
[JsonSerializable(typeof(BroadcastView))]
[JsonSerializable(typeof(BanUserRequest))]
[JsonSerializable(typeof(UnbanUserRequest))]
internal sealed partial class IdentityJsonContext : JsonSerializerContext;
