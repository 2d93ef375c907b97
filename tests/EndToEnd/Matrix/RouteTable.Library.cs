namespace NanoBanana.EndToEnd.Matrix;

internal static partial class RouteTable
{
    private static RouteRow[] Made =>
    [
        new("GET /api/history", Access.Optional),
        new("GET /api/history/stats", Access.Optional),
        new("GET /api/history/{id}", Access.Optional) { Things = Things.Image },
        new("GET /api/history/{id}/image", Access.Optional) { Things = Things.Image },
        new("GET /api/images/{id}", Access.Optional) { Ids = ["none.png"], AlsoAnswers = [404] },
        new("DELETE /api/history/{id}", Access.Optional) { Things = Things.Image },
        new("GET /api/favorites", Access.Either),
        new("POST /api/favorites", Access.Either, """{"image_id":"$0"}""") { Things = Things.Image },
        new("POST /api/favorites/bulk", Access.Either, """{"action":"add","image_ids":["$0"]}""") { Things = Things.Image, OfAnothers = 200 },
        new("DELETE /api/favorites/{id}", Access.Either) { Things = Things.Favorite },
        new("GET /api/favorites/folders", Access.Either),
        new("POST /api/favorites/folders", Access.Either, """{"name":"A folder $new"}"""),
        new("PUT /api/favorites/folders/{id}", Access.Either, """{"name":"A folder $new"}""") { Things = Things.Folder },
        new("DELETE /api/favorites/folders/{id}", Access.Either) { Things = Things.Folder },
        new("GET /api/projects", Access.Either),
        new("POST /api/projects", Access.Either, """{"name":"A project"}"""),
        new("GET /api/projects/{id}", Access.Optional) { Things = Things.Project },
        new("PUT /api/projects/{id}", Access.Either, """{"name":"Another name"}""") { Things = Things.Project },
        new("DELETE /api/projects/{id}", Access.Either) { Things = Things.Project },
        new("GET /api/projects/{id}/images", Access.Optional) { Things = Things.Project },
        new("POST /api/projects/{id}/images", Access.Either, """{"image_id":"$1"}""") { Things = Things.ProjectAndImage },
        new("POST /api/projects/{id}/images/bulk", Access.Either, """{"image_ids":["$1"]}""") { Things = Things.ProjectAndImage },
        new("DELETE /api/projects/{id}/images/{imageId}", Access.Either) { Things = Things.ProjectImage },
        new("GET /api/projects/{id}/export", Access.Optional) { Things = Things.Project },
        new("GET /api/search", Access.Optional) { Query = "?q=thing" },
        new("GET /api/search/images", Access.Optional) { Query = "?q=thing" },
        new("GET /api/search/prompts", Access.Optional) { Query = "?q=thing" },
        new("GET /api/search/suggestions", Access.Optional) { Query = "?q=thing" },
    ];

    private static RouteRow[] Library =>
    [
        new("GET /api/prompts", Access.Optional),
        new("POST /api/prompts", Access.Optional, """{"text":"a lighthouse"}"""),
        new("GET /api/prompts/categories", Access.Optional),
        new("POST /api/prompts/generate", Access.Optional, """{"category":"food","count":3}""") { Generates = true },
        new("POST /api/prompts/{id}/favorite", Access.Optional) { Things = Things.Prompt },
        new("DELETE /api/prompts/{id}", Access.Optional) { Things = Things.Prompt },
        new("GET /api/templates", Access.Optional),
        new("POST /api/templates", Access.Either, """{"name":"A template","prompt_template":"a {{kind}} boat"}"""),
        new("GET /api/templates/public", Access.None),
        new("GET /api/templates/{id}", Access.Optional) { Things = Things.Template },
        new("PUT /api/templates/{id}", Access.Either, """{"name":"Another name"}""") { Things = Things.Template },
        new("DELETE /api/templates/{id}", Access.Either) { Things = Things.Template },
        new("POST /api/templates/{id}/use", Access.Optional, """{"variables":{"kind":"red"}}""") { Things = Things.Template },
        new("GET /api/settings", Access.Either),
        new("PUT /api/settings", Access.Either, """{"preferences":{}}"""),
        new("GET /api/settings/providers", Access.Either),
        new("PUT /api/settings/providers", Access.Either, """{"provider_preferences":{"providers":[]}}"""),
    ];

    private static RouteRow[] Told =>
    [
        new("GET /v1/events", Access.Either),
        new("GET /v1/events/stream", Access.Either),
        new("POST /v1/webhooks", Access.Either, """{"url":"https://example.com/hook"}"""),
        new("GET /v1/webhooks", Access.Either),
        new("GET /v1/webhooks/{id}", Access.Either) { Things = Things.Webhook },
        new("PATCH /v1/webhooks/{id}", Access.Either, """{"types":["generation.completed"]}""") { Things = Things.Webhook },
        new("DELETE /v1/webhooks/{id}", Access.Either) { Things = Things.Webhook },
        new("POST /v1/webhooks/{id}/rotate", Access.Either) { Things = Things.Webhook },
        new("POST /v1/webhooks/{id}/test", Access.Either) { Things = Things.Webhook },
        new("GET /v1/webhooks/{id}/deliveries", Access.Either) { Things = Things.Webhook },
        new("POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver", Access.Either) { Things = Things.Delivery, AlsoAnswers = [409] },
        new("GET /api/notifications", Access.Either),
        new("GET /api/notifications/unread-count", Access.Either),
        new("POST /api/notifications/mark-read", Access.Either, """{"notification_ids":["$0"]}""") { Things = Things.Notification, OfAnothers = 200 },
        new("POST /api/notifications/mark-all-read", Access.Either),
        new("GET /api/notifications/{id}", Access.Either) { Things = Things.Notification },
        new("DELETE /api/notifications/{id}", Access.Either) { Things = Things.Notification },
    ];
}
