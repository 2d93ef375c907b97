using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Tokens;

/// <summary>A token that was signed out before its time.</summary>
public sealed class RevokedToken
{
    public required Guid TokenId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>When the row may go: the token is past its own expiry by then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class RevokedTokenConfiguration : IEntityTypeConfiguration<RevokedToken>
{
    public void Configure(EntityTypeBuilder<RevokedToken> builder)
    {
        builder.ToTable("revoked_tokens");
        builder.HasKey(static token => token.TokenId);
        builder.HasIndex(static token => token.ExpiresAt);
    }
}
