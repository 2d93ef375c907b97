using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.GitHub;

/// <summary>A sign-in that was begun and has not come back yet.</summary>
public sealed class PendingSignIn
{
    /// <summary>SHA-256 of the state: who reads the table cannot finish anybody's sign-in.</summary>
    public required byte[] StateHash { get; init; }

    /// <summary>Proves to GitHub that whoever exchanges the code is who asked for it (RFC 7636).</summary>
    public required string CodeVerifier { get; init; }

    /// <summary>As GitHub was told; it wants to hear the same again.</summary>
    public string? RedirectUri { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class PendingSignInConfiguration : IEntityTypeConfiguration<PendingSignIn>
{
    public void Configure(EntityTypeBuilder<PendingSignIn> builder)
    {
        builder.ToTable("pending_sign_ins", static table => table
            .HasCheckConstraint("ck_pending_sign_ins_state_is_sha256", "length(state_hash) = 32"));
        builder.HasKey(static pending => pending.StateHash);
        builder.HasIndex(static pending => pending.ExpiresAt);
    }
}
