using System.Net;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>
/// Signs a call with this service's principal and bounds it: 5 s an attempt, three attempts with jittered back-off. Only a call
/// whose repetition changes nothing is repeated: reads, and writes marked by <see cref="Idempotent"/>.
/// </summary>
internal sealed class InternalCallHandler : DelegatingHandler
{
    /// <summary>Marks a write that is idempotent by its own id.</summary>
    public static readonly HttpRequestOptionsKey<bool> Idempotent = new("nanobanana.idempotent");
    private static readonly ResiliencePropertyKey<bool> MayRepeat = new("nanobanana.may-repeat");
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    private readonly InternalTokens _tokens;
    private readonly Principal _principal;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public InternalCallHandler(InternalTokens tokens, string asService, TimeProvider time)
    {
        _tokens = tokens;
        _principal = Principal.ForService(asService);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(100),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Context.Properties.GetValue(MayRepeat, defaultValue: false) && IsOutage(arguments.Outcome)),
            })
            .AddTimeout(AttemptTimeout)
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(MayRepeat, request.Method == HttpMethod.Get || request.Options.TryGetValue(Idempotent, out var safe) && safe);
            return await _pipeline.ExecuteAsync(static (resilience, state) => state.handler.SendOnceAsync(state.request, resilience.CancellationToken),
                context, (handler: this, request));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(InternalTokens.Header);
        request.Headers.Add(InternalTokens.Header, _tokens.Mint(_principal));
        return await base.SendAsync(request, cancellationToken);
    }

    private static bool IsOutage(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException or TaskCanceledException { InnerException: TimeoutException }
        || outcome.Result?.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
}
