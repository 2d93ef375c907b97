using System.Text.Json.Serialization;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Api.Kie;
using NanoBanana.Generation.Api.Lab;
using NanoBanana.Generation.Api.Lab.Chat;
using NanoBanana.Generation.Api.Lab.Favorites;
using NanoBanana.Generation.Api.Lab.History;
using NanoBanana.Generation.Api.Lab.Prompts;
using NanoBanana.Generation.Api.Lab.Quota;
using NanoBanana.Generation.Api.Lab.Settings;
using NanoBanana.Generation.Api.Lab.Socket;
using NanoBanana.Generation.Api.Lab.Templates;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Templates;
using NanoBanana.Generation.Words;

namespace NanoBanana.Generation;

/// <summary>Generated (de)serialisers of this service's wire records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GenerationRequest))]
[JsonSerializable(typeof(RoutePlan))]
[JsonSerializable(typeof(SettleHoldRequest))]
[JsonSerializable(typeof(ReleaseHoldRequest))]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(GenerateResponse))]
[JsonSerializable(typeof(GenerationView))]
[JsonSerializable(typeof(GenerationListView))]
[JsonSerializable(typeof(QuoteView))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(EventListView))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(UpdateWebhookRequest))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookListView))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(DeliveryListView))]
[JsonSerializable(typeof(LabGenerateRequest))]
[JsonSerializable(typeof(LabGenerateResult))]
[JsonSerializable(typeof(LabTaskView))]
[JsonSerializable(typeof(LabBatchRequest))]
[JsonSerializable(typeof(LabBatchResult))]
[JsonSerializable(typeof(LabVideoRequest))]
[JsonSerializable(typeof(LabVideoResult))]
[JsonSerializable(typeof(KieGenerateRequest))]
[JsonSerializable(typeof(KieImage))]
[JsonSerializable(typeof(KieAccepted))]
[JsonSerializable(typeof(KieTaskView))]
[JsonSerializable(typeof(CreateVideoRequest))]
[JsonSerializable(typeof(CreateBatchRequest))]
[JsonSerializable(typeof(JobAcceptedView))]
[JsonSerializable(typeof(BatchAcceptedView))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BatchListView))]
[JsonSerializable(typeof(SocketFrame))]
[JsonSerializable(typeof(ConnectedPayload))]
[JsonSerializable(typeof(PongPayload))]
[JsonSerializable(typeof(ChannelPayload))]
[JsonSerializable(typeof(SocketErrorPayload))]
[JsonSerializable(typeof(EventChannelPayload))]
[JsonSerializable(typeof(CursorPayload))]
[JsonSerializable(typeof(TaskProgressPayload))]
[JsonSerializable(typeof(TaskCompletePayload))]
[JsonSerializable(typeof(TaskErrorPayload))]
[JsonSerializable(typeof(GenerateProgressPayload))]
[JsonSerializable(typeof(GenerateCompletePayload))]
[JsonSerializable(typeof(GenerateErrorPayload))]
[JsonSerializable(typeof(QuotaPayload))]
[JsonSerializable(typeof(SocketGenerateRequest))]
[JsonSerializable(typeof(Preferences))]
[JsonSerializable(typeof(ProviderPreferences))]
[JsonSerializable(typeof(ApiSettings))]
[JsonSerializable(typeof(FavoriteListView))]
[JsonSerializable(typeof(AddFavoriteRequest))]
[JsonSerializable(typeof(SavedFavoriteView))]
[JsonSerializable(typeof(ChangeFavoritesRequest))]
[JsonSerializable(typeof(ChangedFavoritesView))]
[JsonSerializable(typeof(FolderRequest))]
[JsonSerializable(typeof(FolderListView))]
[JsonSerializable(typeof(SavedFolderView))]
[JsonSerializable(typeof(HistoryListView))]
[JsonSerializable(typeof(HistoryStatsView))]
[JsonSerializable(typeof(HistoryDetailView))]
[JsonSerializable(typeof(HistoryDeletedView))]
[JsonSerializable(typeof(SettingsView))]
[JsonSerializable(typeof(SavedSettingsView))]
[JsonSerializable(typeof(UpdateSettingsRequest))]
[JsonSerializable(typeof(ProviderPreferencesView))]
[JsonSerializable(typeof(SavedProviderPreferencesView))]
[JsonSerializable(typeof(ReplaceProviderPreferencesRequest))]
[JsonSerializable(typeof(ProviderListView))]
[JsonSerializable(typeof(ProviderHealthView))]
[JsonSerializable(typeof(DoneView))]
[JsonSerializable(typeof(TemplateRequest))]
[JsonSerializable(typeof(TemplateAnswer))]
[JsonSerializable(typeof(SavedTemplateAnswer))]
[JsonSerializable(typeof(TemplateListView))]
[JsonSerializable(typeof(UseTemplateRequest))]
[JsonSerializable(typeof(UsedTemplateView))]
[JsonSerializable(typeof(IReadOnlyList<TemplateVariable>))]
[JsonSerializable(typeof(PromptCategory))]
[JsonSerializable(typeof(PromptListView))]
[JsonSerializable(typeof(IReadOnlyList<CategoryView>))]
[JsonSerializable(typeof(SavePromptRequest))]
[JsonSerializable(typeof(SavedPromptAnswer))]
[JsonSerializable(typeof(GeneratePromptsRequest))]
[JsonSerializable(typeof(GeneratedPromptsView))]
[JsonSerializable(typeof(PromptFavoriteView))]
[JsonSerializable(typeof(QuotaTerms))]
[JsonSerializable(typeof(QuotaView))]
[JsonSerializable(typeof(CheckQuotaRequest))]
[JsonSerializable(typeof(QuotaCheckView))]
[JsonSerializable(typeof(QuotaConfigView))]
[JsonSerializable(typeof(LabSearchRequest))]
[JsonSerializable(typeof(CreateChatRequest))]
[JsonSerializable(typeof(CreatedChatView))]
[JsonSerializable(typeof(ChatListView))]
[JsonSerializable(typeof(ChatView))]
[JsonSerializable(typeof(ChatMessageRequest))]
[JsonSerializable(typeof(ChatAnswer))]
[JsonSerializable(typeof(List<SealedText>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class GenerationJsonContext : JsonSerializerContext;
