using NanoBanana.ServiceDefaults.Hosting;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Internal;

/// <summary>What our other services ask of this one; the gateway forwards none of it.</summary>
internal static class InternalEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/internal").WithTags("Internal").RequireService().ExcludeFromDescription()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));
        group.MapPost("/quota/summaries", SummarizeQuota.HandleAsync);
        group.MapPut("/quota/{accountId:guid}/multiplier", SetQuotaMultiplier.HandleAsync);
        group.MapPut("/quota/{accountId:guid}/reset", ResetQuota.HandleAsync);
        group.MapPut("/accounts/erasures", EraseAccounts.HandleAsync);
        group.MapGet("/accounts/{accountId:guid}/export", ExportAccount.HandleAsync);
        group.MapGet("/system/storage", GetStorage.HandleAsync);
        routes.MapSystemDatabase();
        routes.MapSystemAudit();
    }
}
