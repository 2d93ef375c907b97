using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddChat : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chat_counts",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sessions = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chat_counts", x => x.account_id);
                    table.CheckConstraint("ck_chat_counts_sessions", "sessions >= 0");
                });

            migrationBuilder.CreateTable(
                name: "chat_sessions",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    aspect_ratio = table.Column<string>(type: "text", nullable: false),
                    message_count = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    last_activity = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chat_sessions", x => x.id);
                    table.CheckConstraint("ck_chat_sessions_messages", "message_count BETWEEN 0 AND 200 AND message_count % 2 = 0");
                });

            migrationBuilder.CreateTable(
                name: "image_words",
                schema: "generation",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true),
                    thinking = table.Column<string>(type: "text", nullable: true),
                    sources = table.Column<string[]>(type: "text[]", nullable: false),
                    turn = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_image_words", x => new { x.job_id, x.image });
                });

            migrationBuilder.CreateTable(
                name: "chat_messages",
                schema: "generation",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chat_messages", x => new { x.session_id, x.position });
                    table.CheckConstraint("ck_chat_messages_role", "role IN ('user', 'assistant')");
                    table.ForeignKey(
                        name: "fk_chat_messages_chat_sessions_session_id",
                        column: x => x.session_id,
                        principalSchema: "generation",
                        principalTable: "chat_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "chat_turns",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    alive_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chat_turns", x => x.id);
                    table.ForeignKey(
                        name: "fk_chat_turns_chat_sessions_session_id",
                        column: x => x.session_id,
                        principalSchema: "generation",
                        principalTable: "chat_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_chat_messages_job",
                schema: "generation",
                table: "chat_messages",
                columns: new[] { "job_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_chat_sessions_list",
                schema: "generation",
                table: "chat_sessions",
                columns: new[] { "account_id", "last_activity", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_chat_turns_job",
                schema: "generation",
                table: "chat_turns",
                column: "job_id",
                filter: "job_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_chat_turns_line",
                schema: "generation",
                table: "chat_turns",
                columns: new[] { "session_id", "id" });

            migrationBuilder.Sql(GenerationSql.Read("count_chats"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chat_counts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "chat_messages",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "chat_turns",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "image_words",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "chat_sessions",
                schema: "generation");

            migrationBuilder.Sql("""
                DROP FUNCTION generation.chats_inserted;
                DROP FUNCTION generation.chats_deleted;
                """);
        }
    }
}
