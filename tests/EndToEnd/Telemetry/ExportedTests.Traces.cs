using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Telemetry;

/// <summary>What a system exports, decoded: one trace shows a batch from its request to the last thing that was done for it, through every service, whatever had to be repeated; every promised metric is there; nothing secret is.</summary>
public sealed partial class ExportedTests(TracedSystem system) : IClassFixture<TracedSystem>
{
    [Fact]
    public void Batch_OfTwo_IsOneTraceFromTheRequestToTheWebhook()
    {
        var trace = system.Batch;
        (trace.Root.Service, trace.Root.Kind).ShouldBe(("gateway", OtlpSpanKind.Server));
        trace.Server("keys", "/internal/keys/verify");
        trace.Server("generation", TracedSystem.Root);
        trace.Servers("billing", "/internal/holds").Count.ShouldBe(2);

        var jobs = trace.Named("generation", "generation.job", OtlpSpanKind.Internal);
        jobs.Count.ShouldBe(2);
        foreach (var job in jobs)
        {
            var call = trace.Below(job).Where(static span => span.Kind == OtlpSpanKind.Client && span.Attributes.ContainsKey("gen_ai.operation.name")).ShouldHaveSingleItem();
            call.Service.ShouldBe("generation");
            call.Attributes["gen_ai.provider.name"].ShouldNotBeEmpty();
            call.Attributes["gen_ai.request.model"].ShouldNotBeEmpty();
            call.Attributes["gen_ai.output.type"].ShouldBe("image");
            var put = trace.Below(job).Where(static span => span.Name == "storage.put").ShouldHaveSingleItem();
            put.Attributes["nanobanana.storage.backend"].ShouldBe("s3");
            var settled = trace.Below(job).Where(static span => span is { Kind: OtlpSpanKind.Server, Service: "billing" }).ShouldHaveSingleItem();
            settled.Path.ShouldBe($"/internal/holds/{job.Attributes["nanobanana.job.id"]}/settle");
        }
    }

    [Fact]
    public void Requests_AtEveryService_AreNamedByTheirRoutes()
    {
        var trace = system.Batch;
        (trace.Root.Name, trace.Root.Attributes["http.response.status_code"]).ShouldBe(($"POST {TracedSystem.Root}", "202"));
        var order = trace.Server("generation", TracedSystem.Root);
        (order.Name, order.Attributes["http.route"]).ShouldBe(($"POST {TracedSystem.Root}", TracedSystem.Root));
        var settled = trace.Below(trace.Root).Where(static span => span is { Kind: OtlpSpanKind.Server, Service: "billing" }).Select(static span => span.Name);
        settled.ShouldContain("POST /internal/holds/{jobId:guid}/settle");
    }

    [Fact]
    public void Webhook_OfABatch_IsInItsTraceAndTellsNothingOfIt()
    {
        var trace = system.Batch;
        var post = PostOf(trace);
        post.Attributes["http.response.status_code"].ShouldBe("204");
        var received = system.Webhooks[0];
        received.Headers.Keys.ShouldNotContain(static name => name == "traceparent" || name == "tracestate" || name == "baggage");
    }

    /// <summary>Told by the sweep of the outbox, after the job's own span has ended.</summary>
    [Fact]
    public void Settlement_ThatWaitedForBilling_IsInTheTraceAsWell()
    {
        var trace = system.LateBatch;
        var job = trace.Named("generation", "generation.job", OtlpSpanKind.Internal).ShouldHaveSingleItem();
        var settlements = trace.Named("generation", "generation.settle", OtlpSpanKind.Internal);
        settlements.Where(span => trace.Below(job).Contains(span)).ShouldHaveSingleItem().IsError.ShouldBeTrue();
        var last = settlements.Where(static span => !span.IsError).ShouldHaveSingleItem();
        trace.Below(job).ShouldNotContain(last);
        trace.Below(last).ShouldContain(span => span.Service == "billing" && span.Path == $"/internal/holds/{job.Attributes["nanobanana.job.id"]}/settle");
        PostOf(trace);
    }

    [Fact]
    public void Spans_OfBothBatches_HaveTheirParentsInTheTrace()
    {
        foreach (var trace in new[] { system.Batch, system.LateBatch })
        {
            trace.Orphans.ShouldBeEmpty();
            trace.Root.Service.ShouldBe("gateway");
        }
    }

    [Fact]
    public void Secrets_Planted_AreInNothingThatWasExported() => string.Join('\n', system.Findings).ShouldBeEmpty();

    private static OtlpSpan PostOf(Trace trace)
    {
        var delivery = trace.Named("generation", "generation.webhook", OtlpSpanKind.Internal).ShouldHaveSingleItem();
        delivery.Attributes["nanobanana.event.type"].ShouldBe("batch.completed");
        return trace.Below(delivery).Where(static span => span is { Kind: OtlpSpanKind.Client, Name: "POST" }).ShouldHaveSingleItem();
    }
}
