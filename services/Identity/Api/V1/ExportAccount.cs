using System.Net.Mime;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Exports;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.V1;

internal static class ExportAccount
{
    public static async Task<IResult> HandleAsync(Caller caller, WholeExport export, ExportSlots slots, HttpContext http, CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid();
        if (await slots.TakeAsync(caller.AccountId, run, cancellationToken) is { } wait)
            return new FailureResult(new ApiFailure(ErrorCodes.RateLimited) { RetryAfter = wait });
        IReadOnlyList<HttpResponseMessage> answers = [];
        try
        {
            answers = await export.OpenAsync(caller.AccountId, http.Request, cancellationToken);
            http.Response.ContentType = MediaTypeNames.Application.Json;
            http.Response.Headers.ContentDisposition = new ContentDisposition { FileName = $"account-{caller.AccountId:D}.json" }.ToString();
            http.Response.Headers.CacheControl = "no-store";
            await export.WriteAsync(http.Response.Body, caller.AccountId, run, answers, cancellationToken);
            return Results.Empty;
        }
        catch when (http.Response.HasStarted)
        {
            http.Abort();
            throw;
        }
        finally
        {
            foreach (var answer in answers)
                answer.Dispose();
            await slots.EndAsync(caller.AccountId, run, http.Response.HasStarted);
        }
    }
}
