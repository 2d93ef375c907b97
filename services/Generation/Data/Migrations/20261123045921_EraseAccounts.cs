using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class EraseAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "erasures",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    walked_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "'-infinity'"),
                    walked_to_id = table.Column<Guid>(type: "uuid", nullable: false, defaultValue: new Guid("00000000-0000-0000-0000-000000000000")),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => x.account_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_inputs_account",
                schema: "generation",
                table: "inputs",
                columns: new[] { "account_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_erasures_due",
                schema: "generation",
                table: "erasures",
                column: "next_try_at",
                filter: "finished_at IS NULL");

            migrationBuilder.Sql(GenerationSql.Read("refuse_erased"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP FUNCTION generation.skip_erased() CASCADE;
                DROP FUNCTION generation.refuse_erased_job() CASCADE;
                DROP FUNCTION generation.refuse_erased() CASCADE;
                DROP FUNCTION generation.is_erased(uuid);
                DROP FUNCTION generation.erasure_lock(uuid);
                """);

            migrationBuilder.DropTable(
                name: "erasures",
                schema: "generation");

            migrationBuilder.DropIndex(
                name: "ix_inputs_account",
                schema: "generation",
                table: "inputs");
        }
    }
}
