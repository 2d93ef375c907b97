using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Chat;

/// <summary>Whose sessions a caller sees. The one place that decides it for all five calls.</summary>
internal sealed class ChatOwner(LabAccess access)
{
    /// <summary>Null when the caller has to sign in first. Whoever brings a key of their own pays for themselves.</summary>
    public Principal? Of(Caller caller, HttpRequest request) => CallerKeyHeader.Read(request) is null
        ? access.Admit(caller.Principal, request)
        : access.OwnerOf(caller.Principal, request);
}
