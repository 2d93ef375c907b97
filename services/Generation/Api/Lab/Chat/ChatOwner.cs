using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Chat;

/// <summary>Whose sessions a caller sees. The one place that decides it for all five calls.</summary>
internal static class ChatOwner
{
    /// <summary>Null when the caller has none: nobody who is not signed in has any.</summary>
    public static Guid? Of(Caller caller) => caller.Principal.Kind == PrincipalKind.Anonymous ? null : caller.AccountId;
}
