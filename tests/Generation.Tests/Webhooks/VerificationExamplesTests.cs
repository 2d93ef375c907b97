using System.Diagnostics;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>The examples of docs/webhooks.md, run as they stand there against the published example of Standard Webhooks.</summary>
public sealed class VerificationExamplesTests
{
    private const string Arguments =
        """("whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", "{0}", "v1,AAAA {1}", {2}, 1731705121)""";

    private const string Signature = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=";
    private const string Body = """{"event_type":"ping","data":{"success":true}}""";

    [Theory]
    [InlineData("node", "node", "-e", "console.log(verify{0})", "Buffer.from('{0}')")]
    [InlineData("python", "python3", "-c", "print(str(verify{0}).lower())", "b'{0}'")]
    public async Task Example_OfTheDocument_VerifiesThePublishedSignatureAlone(string language, string program, string option, string call, string bytes)
    {
        IsInstalled(program).ShouldBeTrue($"{program} is needed to run the document's example; test.sh installs it.");
        var example = Example(language);
        (await RunAsync(program, option, example, call, bytes, "1731705121", Signature, Body)).ShouldBe("true");
        (await RunAsync(program, option, example, call, bytes, "1731705122", Signature, Body)).ShouldBe("false");
        (await RunAsync(program, option, example, call, bytes, "1731704000", Signature, Body)).ShouldBe("false");
        (await RunAsync(program, option, example, call, bytes, "yesterday", Signature, Body)).ShouldBe("false");
        (await RunAsync(program, option, example, call, bytes, "1731705121", Signature, Body + " ")).ShouldBe("false");
        (await RunAsync(program, option, example, call, bytes, "1731705121", "v1,short", Body)).ShouldBe("false");
    }

    private static string Example(string language)
    {
        var text = Repository.Read("docs", "webhooks.md");
        var part = text[text.IndexOf($"<!-- verify: {language} -->", StringComparison.Ordinal)..];
        var start = part.IndexOf("```", StringComparison.Ordinal);
        return part[(part.IndexOf('\n', start) + 1)..part.IndexOf("\n```", start + 3, StringComparison.Ordinal)];
    }

    private static async Task<string> RunAsync(string program, string option, string example, string call, string bytes, string timestamp, string signature, string body)
    {
        var arguments = Arguments.Replace("{0}", timestamp, StringComparison.Ordinal).Replace("{1}", signature, StringComparison.Ordinal)
            .Replace("{2}", bytes.Replace("{0}", body, StringComparison.Ordinal), StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo(program, [option, $"{example}\n{call.Replace("{0}", arguments, StringComparison.Ordinal)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
        return output.Trim();
    }

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
