using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Chat;

/// <summary>How many sessions an account has, kept by triggers (Data/Sql/count_chats.sql) in the transaction of each change.</summary>
internal sealed class ChatCount
{
    public Guid AccountId { get; init; }

    public long Sessions { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ChatCount>
    {
        public void Configure(EntityTypeBuilder<ChatCount> count)
        {
            count.ToTable("chat_counts", static table => table.HasCheckConstraint("ck_chat_counts_sessions", "sessions >= 0"));
            count.HasKey(static row => row.AccountId);
        }
    }
}
