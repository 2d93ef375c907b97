using System.Text.Json.Serialization;
using NanoBanana.Contracts.Admin;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Contracts;

/// <summary>Generated (de)serialisers of everything that crosses between our services: no reflection on the way of a request.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, Converters =
[
    typeof(SnakeCaseEnum<PrincipalKind>), typeof(SnakeCaseEnum<KeyVerdict>), typeof(SnakeCaseEnum<HoldOutcome>), typeof(SnakeCaseEnum<CloseHoldOutcome>),
])]
[JsonSerializable(typeof(Principal))]
[JsonSerializable(typeof(VerifyKeyRequest))]
[JsonSerializable(typeof(KeyVerification))]
[JsonSerializable(typeof(IReadOnlyList<KeyUse>))]
[JsonSerializable(typeof(IReadOnlyList<KeySummary>))]
[JsonSerializable(typeof(KeySummary))]
[JsonSerializable(typeof(IReadOnlyList<AccountBan>))]
[JsonSerializable(typeof(KeptBans))]
[JsonSerializable(typeof(ErasureAnswer))]
[JsonSerializable(typeof(IntrospectTokenRequest))]
[JsonSerializable(typeof(TokenIntrospection))]
[JsonSerializable(typeof(PlaceHoldRequest))]
[JsonSerializable(typeof(PlaceHoldResult))]
[JsonSerializable(typeof(SettleHoldRequest))]
[JsonSerializable(typeof(ReleaseHoldRequest))]
[JsonSerializable(typeof(CloseHoldResult))]
[JsonSerializable(typeof(IReadOnlyList<OpenHold>))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(ChangeTierRequest))]
[JsonSerializable(typeof(PriceTable))]
[JsonSerializable(typeof(IReadOnlyList<Guid>))]
[JsonSerializable(typeof(IReadOnlyList<AccountSummary>))]
[JsonSerializable(typeof(IReadOnlyList<QuotaSummary>))]
[JsonSerializable(typeof(QuotaSummary))]
[JsonSerializable(typeof(SetQuotaMultiplierRequest))]
[JsonSerializable(typeof(DatabaseFigures))]
[JsonSerializable(typeof(StorageFigures))]
[JsonSerializable(typeof(IReadOnlyList<AuditLine>))]
[JsonSerializable(typeof(IReadOnlyList<NewNotification>))]
[JsonSerializable(typeof(StoredNotifications))]
[JsonSerializable(typeof(PushedNotification))]
public sealed partial class ContractsJsonContext : JsonSerializerContext;
