using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Data;

namespace NanoBanana.Identity.Tests;

public sealed class PasswordQueueTests
{
    [Fact]
    public async Task MoreSignInsThanMayWait_Login_TurnsTheRestAwayForNow()
    {
        var database = await TestDatabase.CreateAsync<IdentityDbContext>();
        await using var service = await IdentityApplication.StartAsync(database, ("Passwords:QueueLimit", "0"), ("Passwords:Iterations", "1000000"));
        using var visitor = service.ClientFor(Principal.Anonymous);

        var responses = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount + 6).Select(_ =>
            visitor.PostAsJsonAsync("/v1/auth/login", new { email = IdentityApplication.NewEmail(), password = "whatever" })));

        responses.ShouldContain(static response => response.StatusCode == HttpStatusCode.Unauthorized);
        var refused = responses.First(static response => response.StatusCode == HttpStatusCode.ServiceUnavailable);
        refused.ErrorCode().ShouldBe("service.unavailable");
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }
}
