using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Internal;

/// <summary>
/// What our own services ask. These routes write JSON by the contracts' own context and not by the host's settings, so that both ends
/// of a call use one and the same serialiser: enum names and fractions of seconds survive.
/// </summary>
internal static class InternalEndpoints
{
    public static void MapInternalKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/internal").WithTags("Internal").RequireService().ExcludeFromDescription();

        keys.MapPost("/keys/verify", VerifyKey.HandleAsync)
            .WithName("VerifyKey").WithSummary("Says whether a key may be used, and for whom.");
        keys.MapPost("/keys/used", RecordKeyUses.HandleAsync)
            .WithName("RecordKeyUses").WithSummary("Notes when keys were last used, best effort.");
        keys.MapGet("/accounts/{accountId:guid}/keys", ListAccountKeys.HandleAsync)
            .WithName("ListAccountKeys").WithSummary("Lists an account's keys, newest first.");
        keys.MapGet("/accounts/{accountId:guid}/keys/{keyId:guid}", GetAccountKey.HandleAsync)
            .WithName("GetAccountKey").WithSummary("Shows one key of an account.");
        keys.MapPut("/accounts/bans", KeepBans.HandleAsync)
            .WithName("KeepBans").WithSummary("Keeps which accounts' keys may not be used.");
        keys.MapPut("/accounts/erasures", EraseAccounts.HandleAsync)
            .WithName("EraseAccountKeys").WithSummary("Revokes all keys of deleted accounts and takes their names.");
        keys.MapGet("/accounts/{accountId:guid}/export", ExportAccount.HandleAsync)
            .WithName("ExportAccountKeys").WithSummary("Writes what is kept of an account.");
        keys.MapPost("/accounts/{accountId:guid}/demo-key", CreateDemoKey.HandleAsync)
            .WithName("CreateDemoKey").WithSummary("Makes a key for the local demo account.");
    }
}
