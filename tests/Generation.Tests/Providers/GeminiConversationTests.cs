using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Conversations: what a model said goes back to it exactly as it came, or it refuses to go on.</summary>
public sealed class GeminiConversationTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Fact]
    public async Task FirstTurn_Generate_GivesTheModelsTurnWithoutDraftsAndThoughts()
    {
        var turn = await TurnAsync(Request);

        turn.IsModel.ShouldBeTrue();
        turn.Parts.Count.ShouldBe(2);
        turn.Parts[0].Text.ShouldBe("Here it is.");
        turn.Parts[0].Signature.ShouldNotBeNull();
        var image = turn.Parts[1].Image.ShouldNotBeNull();
        image.MediaType.ShouldBe("image/jpeg");
        image.Bytes.Span.SequenceEqual(EmulatedImage.Make(1024, 1024, "image/jpeg")).ShouldBeTrue();
        turn.Parts[1].Signature.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("gemini-nano-banana-2.1")]
    [InlineData("gemini-3-pro-image")]
    [InlineData("gemini-2.5-flash-image")]
    public async Task ThirdTurn_Generate_ResendsAllBeforeItUnchanged(string model)
    {
        var request = _setup.Request("google", model) with { Converses = true };
        var first = await TurnAsync(request);
        var second = await TurnAsync(request with { Prompt = "make it green", History = [User("a red apple"), first] });

        var third = request with
        {
            Prompt = "now from above",
            Converses = false,
            History = [User("a red apple"), first, User("make it green"), second],
            References = [new ReferenceImage(EmulatedImage.Make(8, 8, "image/png"), "image/png")],
        };
        (await TurnAsync(third)).Parts.ShouldNotBeEmpty();

        _gemini.Switchboard.Rejected.ShouldBe(0);
        var contents = JsonNode.Parse(_gemini.Switchboard.Requests[2].Body)!["contents"]!.AsArray();
        contents.Select(static turn => turn!["role"]!.GetValue<string>()).ShouldBe(["user", "model", "user", "model", "user"]);
        contents.Select(static turn => turn!["parts"]![0]!["text"]?.GetValue<string>())
            .ShouldBe(["a red apple", "Here it is.", "make it green", "Here it is.", "now from above"]);
        contents[4]!["parts"]!.AsArray().Count.ShouldBe(2);
        contents[0]!["parts"]![0]!["thoughtSignature"].ShouldBeNull();
    }

    [Fact]
    public async Task ChangedTurn_Generate_IsRefused()
    {
        var turn = await TurnAsync(Request);
        var image = turn.Parts[1];
        var changed = image.Image!.Bytes.ToArray();
        changed[^10] ^= 1;

        await RefusedAsync(turn.Parts[0], image with { Signature = null });
        await RefusedAsync(turn.Parts[0] with { Signature = null }, image);
        await RefusedAsync(turn.Parts[0], image with { Signature = turn.Parts[0].Signature });
        await RefusedAsync(turn.Parts[0], image with { Image = image.Image with { Bytes = changed } });
        await RefusedAsync();
    }

    [Fact]
    public async Task UndeclaredType_Generate_IsToldFromTheBytesThatGoBack()
    {
        _gemini.Switchboard.Next("no_mime");

        (await TurnAsync(Request)).Parts.ShouldHaveSingleItem().Image.ShouldNotBeNull().MediaType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task SearchAlone_Generate_KeepsNoTurn()
    {
        var delivered = (await SendAsync(Request with { Converses = false, Search = true })).ShouldBeDelivered();

        delivered.Bytes.Dispose();
        delivered.Words.ShouldNotBeNull().Turn.ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }

    private ProviderRequest Request => _setup.Request("google", "gemini-nano-banana-2.1") with { Converses = true };

    private static ConversationTurn User(string text) => new(IsModel: false, [new ConversationPart(text, null, null)]);

    private Task<ProviderResult> SendAsync(ProviderRequest request) => _setup.Provider("google").SendAsync(request, CancellationToken.None);

    private async Task<ConversationTurn> TurnAsync(ProviderRequest request)
    {
        var delivered = (await SendAsync(request)).ShouldBeDelivered();
        delivered.Bytes.Dispose();
        return delivered.Words.ShouldNotBeNull().Turn.ShouldNotBeNull();
    }

    private async Task RefusedAsync(params ConversationPart[] parts)
    {
        var failed = (await SendAsync(Request with { History = [User("a red apple"), new ConversationTurn(IsModel: true, parts)] })).ShouldBeFailed();
        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadInput, "INVALID_ARGUMENT"));
    }
}
