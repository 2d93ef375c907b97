using NanoBanana.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// Secrets of the system itself: generated once and kept in the user secrets, asked for when it is published.
var secretKey = builder.AddGeneratedSecret("secret-key");
var internalTokenKey = builder.AddGeneratedSecret("internal-token-key");
var imageSigningKey = builder.AddGeneratedSecret("image-signing-key");
var webhookEncryptionKey = builder.AddGeneratedSecret("webhook-encryption-key");

var stores = LocalServers.AreWanted(builder) ? LocalServers.Add(builder) : Containers.Add(builder);

// Migrates all four databases and ends; whatever uses one waits for that.
var migrator = builder.AddProject<Projects.NanoBanana_Migrator>("migrator", launchProfileName: null)
    .WithReference(stores.IdentityDb)
    .WithReference(stores.KeysDb)
    .WithReference(stores.GenerationDb)
    .WithReference(stores.Redis)
    .WithReference(stores.BillingDb);
stores.LetWait(migrator);

var identity = builder.AddProject<Projects.NanoBanana_Identity>("identity", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithEnvironment("SECRET_KEY", secretKey)
    .WithOptionalParameter("admin-emails", "ADMIN_EMAILS")
    .WithOptionalParameter("admin-github-logins", "ADMIN_GITHUB_LOGINS")
    .WithOptionalParameter("auth-enabled", "AUTH_ENABLED")
    .WithOptionalParameter("github-client-id", "GITHUB_CLIENT_ID")
    .WithOptionalParameter("github-client-secret", "GITHUB_CLIENT_SECRET", secret: true)
    .WithOptionalParameter("github-redirect-uri", "GITHUB_REDIRECT_URI")
    .WithReference(stores.IdentityDb)
    .WithReference(stores.Redis)
    .WaitForCompletion(migrator);

var keys = builder.AddProject<Projects.NanoBanana_Keys>("keys", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithOptionalParameter("bootstrap-master-key", "BOOTSTRAP_MASTER_KEY", secret: true)
    .WithReference(stores.KeysDb)
    .WithReference(stores.Redis)
    .WaitForCompletion(migrator);

var billing = builder.AddProject<Projects.NanoBanana_Billing>("billing", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithReference(stores.BillingDb)
    .WithReference(stores.Redis)
    .WithReference(keys)
    .WaitForCompletion(migrator);

// Without a provider's key the sandbox draws the images; without S3 they are kept in a folder of the machine.
var generation = builder.AddProject<Projects.NanoBanana_Generation>("generation", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithEnvironment("IMAGE_SIGNING_KEY", imageSigningKey)
    .WithEnvironment("WEBHOOK_ENCRYPTION_KEY", webhookEncryptionKey)
    .WithOptionalParameter("public-url", "PUBLIC_URL")
    .WithOptionalParameter("google-api-key", "GOOGLE_API_KEY", secret: true)
    .WithOptionalParameter("google-base-url", "PROVIDER_GOOGLE_BASE_URL")
    .WithOptionalParameter("google-model", "PROVIDER_GOOGLE_MODEL")
    .WithOptionalParameter("openai-api-key", "PROVIDER_OPENAI_API_KEY", secret: true)
    .WithOptionalParameter("openai-base-url", "PROVIDER_OPENAI_BASE_URL")
    .WithOptionalParameter("bfl-api-key", "PROVIDER_BFL_API_KEY", secret: true)
    .WithOptionalParameter("bfl-webhook-secret", "Providers__Bfl__WebhookSecret", secret: true)
    .WithOptionalParameter("runway-api-key", "PROVIDER_RUNWAY_API_KEY", secret: true)
    .WithOptionalParameter("kling-api-key", "PROVIDER_KLING_API_KEY", secret: true)
    .WithOptionalParameter("kling-secret-key", "PROVIDER_KLING_SECRET_KEY", secret: true)
    .WithOptionalParameter("kie-api-key", "PROVIDER_KIE_API_KEY", secret: true)
    .WithOptionalParameter("s3-endpoint", "R2_ENDPOINT")
    .WithOptionalParameter("s3-bucket", "R2_BUCKET_NAME")
    .WithOptionalParameter("s3-access-key", "R2_ACCESS_KEY_ID", secret: true)
    .WithOptionalParameter("s3-secret-key", "R2_SECRET_ACCESS_KEY", secret: true)
    .WithLocalImages()
    .WithReference(stores.GenerationDb)
    .WithReference(stores.Redis)
    .WithReference(identity)
    .WithReference(billing)
    .WaitForCompletion(migrator);

// What operators see of users is known in three services, which know each other; keys learns from identity who is banned.
identity.WithReference(billing).WithReference(generation).WithReference(keys);

builder.AddProject<Projects.NanoBanana_Gateway>("gateway", launchProfileName: null)
    .AsService(internalTokenKey, healthPath: "/ready")
    .WithEnvironment("SECRET_KEY", secretKey)
    .WithReference(stores.Redis)
    .WithReference(identity)
    .WithReference(keys)
    .WithReference(billing)
    .WithReference(generation)
    .WaitFor(identity)
    .WaitFor(keys)
    .WaitFor(billing)
    .WaitFor(generation)
    .WithExternalHttpEndpoints();

await builder.Build().RunAsync();
