using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class DeleteAndExportAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_exports",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hour_began_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false),
                    run = table.Column<Guid>(type: "uuid", nullable: false),
                    run_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_exports", x => x.account_id);
                });

            migrationBuilder.CreateTable(
                name: "deleted_accounts",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deleted_accounts", x => x.account_id);
                });

            migrationBuilder.CreateTable(
                name: "erasure_outbox",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now() + interval '1 second'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasure_outbox", x => new { x.account_id, x.service });
                });

            migrationBuilder.CreateIndex(
                name: "ix_erasure_outbox_due",
                schema: "identity",
                table: "erasure_outbox",
                column: "next_try_at");

            migrationBuilder.Sql(IdentitySql.Read("keep_deleted_out"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION identity.drop_if_deleted() CASCADE");

            migrationBuilder.DropTable(
                name: "account_exports",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "deleted_accounts",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "erasure_outbox",
                schema: "identity");
        }
    }
}
