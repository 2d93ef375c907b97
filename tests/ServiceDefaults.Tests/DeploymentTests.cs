using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>What the AppHost hands to the services is what they need and what the documents say. Its text is read, because it builds elsewhere.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string AppHost = string.Join('\n', Directory
        .GetFiles(Repository.PathOf("NanoBanana.AppHost"), "*.cs", SearchOption.AllDirectories)
        .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    private static readonly string Document = Repository.Read("docs", "deployment.md");
    private static readonly string Configuration = Repository.Read("docs", "configuration.md");

    public static TheoryData<string> Parameters => [.. ParameterName().Matches(AppHost).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Variables => [.. SettingVariable().Matches(AppHost).Select(static match => match.Groups[1].Value)];

    public static TheoryData<string> RequiredKeys => [.. RequiredRow().Matches(Configuration).Select(static match => match.Groups[1].Value)];

    public static TheoryData<string> Programs => ["services/Identity", "services/Keys", "services/Generation", "services/Billing", "services/Gateway", "NanoBanana.Migrator"];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Parameter_OfTheAppHost_IsInTheDocument(string parameter) => Document.ShouldContain($"`{parameter}`");

    [Fact]
    public void ParametersAndVariables_AreFoundAtAll()
    {
        Parameters.Count.ShouldBeGreaterThan(30);
        Variables.Count.ShouldBeGreaterThan(30);
        RequiredKeys.Count.ShouldBeGreaterThan(10);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Variable_ThatTheAppHostSets_IsOneThatServicesRead(string variable) =>
        Configuration.ShouldContain($"`{variable.Replace("__", ":", StringComparison.Ordinal)}`");

    /// <summary>By its variable, or by the reference that sets its key.</summary>
    [Theory]
    [MemberData(nameof(RequiredKeys))]
    public void RequiredSetting_IsHandedOver(string key)
    {
        if (key.Split(':') is ["ConnectionStrings", var name])
            AppHost.ShouldContain($"\"{name}\"");
        else if (key.Split(':') is ["services", var service, ..])
            AppHost.ShouldContain($".WithReference({service})");
        else
            Row(key).Split('`').Where(static part => part.Contains('_', StringComparison.Ordinal)).ShouldContain(variable => AppHost.Contains($"\"{variable}\"", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Image_OfAnyProgram_HasNoRootAndNoDiagnostics(string program)
    {
        var properties = await EvaluateAsync(program);
        ((string)properties["Properties"]!["ContainerUser"]!).ShouldBe("1654");
        ((string)properties["Properties"]!["ContainerFamily"]!).ShouldBe("noble-chiseled");
        ((string)properties["Properties"]!["ContainerBaseImage"]!).ShouldBe(program.EndsWith("Generation", StringComparison.Ordinal) ? "registry.example/base:1" : "");
        properties["Items"]!["ContainerEnvironmentVariable"]!.AsArray().ShouldContain(static item => (string)item!["Identity"]! == "DOTNET_EnableDiagnostics" && (string)item["Value"]! == "0");
    }

    private static string Row(string key) => Configuration.Split('\n').First(line => line.StartsWith($"| `{key}` |", StringComparison.Ordinal));

    private static async Task<JsonNode> EvaluateAsync(string program)
    {
        var start = new ProcessStartInfo("dotnet", [
            "msbuild", Repository.PathOf(program), "-p:Configuration=Release", "-getProperty:ContainerUser", "-getProperty:ContainerFamily",
            "-getProperty:ContainerBaseImage", "-getItem:ContainerEnvironmentVariable",
        ])
        { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["GENERATION_BASE_IMAGE"] = "registry.example/base:1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, answer);
        return JsonNode.Parse(answer)!;
    }

    [GeneratedRegex("(?:AddParameter|AddGeneratedSecret|new)\\(\"([a-z0-9]+(?:-[a-z0-9]+)+)\"(?=\\)|, \"[A-Z]|, new Generate)")]
    private static partial Regex ParameterName();

    [GeneratedRegex("new\\(\"[a-z0-9-]+\", \"([A-Za-z0-9_]+)\"")]
    private static partial Regex SettingVariable();

    [GeneratedRegex("^\\| `([^`]+)` \\| text \\| required \\|", RegexOptions.Multiline)]
    private static partial Regex RequiredRow();
}
