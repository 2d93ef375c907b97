using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Billing.Accounts;

/// <summary>Internal: what the gateway and the operator's tools ask of an account.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/internal/accounts/{accountId:guid}").WithTags("Accounts").RequireService()
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable);
        group.MapGet("", GetAccount.HandleAsync).WithName("GetBillingAccount").WithSummary("An account's tier and balance; opened on first use.");
        group.MapPut("tier", ChangeTier.HandleAsync).WithName("ChangeTier").WithSummary("Moves an account to another tier.");
        group.MapGet("export", ExportAccount.HandleAsync).WithName("ExportBillingAccount").WithSummary("What is kept of an account.");

        app.MapPost("/internal/accounts/summaries", SummarizeAccounts.HandleAsync).WithTags("Accounts").RequireService()
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable)
            .WithName("SummarizeAccounts").WithSummary("Tier and charged generations of up to 100 accounts.");

        app.MapPut("/internal/accounts/erasures", CloseAccounts.HandleAsync).WithTags("Accounts").RequireService()
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable)
            .WithName("CloseAccounts").WithSummary("Closes deleted accounts; the answer lists those that hold nothing any more.");
    }
}
