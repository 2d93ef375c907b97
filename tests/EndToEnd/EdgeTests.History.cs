using System.Net;

namespace NanoBanana.EndToEnd;

/// <summary>The history through the gateway, whose addresses may have encoded slashes in them.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task HistoryItem_ThroughTheGateway_IsFoundByItsWholeName()
    {
        var account = await fixture.System.SignUpAsync();
        using var key = await account.KeyClientAsync();
        using var user = account.Client;
        await key.GenerateOkAsync(new { prompt = "kept in mind" });
        var item = (await user.GetJsonAsync("/api/history"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        var name = ((string)item["id"]!).Replace("/", "%2F", StringComparison.Ordinal);
        ((string)(await user.GetJsonAsync($"/api/history/{name}"))["item"]!["image_id"]!).ShouldBe((string)item["image_id"]!);
        using (var image = await key.GetAsync(new Uri($"/api/history/{name}/image", UriKind.Relative)))
            (image.StatusCode, image.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));
        using (var deleted = await key.DeleteAsync(new Uri($"/api/history/{name}", UriKind.Relative)))
            deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var gone = await user.GetAsync(new Uri($"/api/history/{name}", UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((int)(await user.GetJsonAsync("/api/history/stats"))["total_images"]!).ShouldBe(0);
    }
}
