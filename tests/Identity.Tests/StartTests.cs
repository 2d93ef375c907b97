using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanoBanana.Identity.Tokens;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Identity.Tests;

/// <summary>A wrong setting stops the start with a line that names it.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Tokens:SecretKey", "short")]
    [InlineData("Tokens:SecretKey", "")]
    [InlineData("Tokens:LifetimeMinutes", "0")]
    [InlineData("Passwords:Iterations", "1000")]
    [InlineData("GitHub:OAuthBaseUrl", "github.com")]
    [InlineData("GitHub:ApiBaseUrl", "")]
    [InlineData("GitHub:RedirectUri", "/callback")]
    [InlineData("GitHub:TimeoutSeconds", "26")]
    [InlineData("GitHub:TimeoutSeconds", "0")]
    public async Task WrongSetting_Start_NamesTheKeyToChange(string key, string value)
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => IdentityApplication.StartAsync("Host=nowhere", (key, value)));

        ServiceHost.Explain(exception).ShouldHaveSingleItem().ShouldContain(key);
    }

    [Theory]
    [InlineData("Production", "change-me-change-me-change-me-change-me", false)]
    [InlineData("Production", "your-secret-key-0123456789abcdef0123", false)]
    [InlineData("Production", "abababababababababababababababababab", false)]
    [InlineData("Production", "b7c1f0e29d8a4c56a3b2918f7e6d5c4b", true)]
    [InlineData("Development", "change-me-change-me-change-me-change-me", true)]
    public void WellKnownKey_InProduction_IsRefused(string environment, string key, bool accepted)
    {
        var result = new TokenOptionsValidator(new NamedEnvironment(environment)).Validate(name: null, new TokenOptions { SecretKey = key });

        result.Succeeded.ShouldBe(accepted);
        if (!accepted)
            result.FailureMessage!.ShouldContain("SECRET_KEY");
    }

    private sealed class NamedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
