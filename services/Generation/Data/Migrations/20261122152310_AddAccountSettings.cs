using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAccountSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_settings",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    preferences = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    providers = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_settings", x => x.account_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_endpoints_lab",
                schema: "generation",
                table: "webhook_endpoints",
                column: "account_id",
                unique: true,
                filter: "source = 'lab' AND only_job_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_settings",
                schema: "generation");

            migrationBuilder.DropIndex(
                name: "ix_webhook_endpoints_lab",
                schema: "generation",
                table: "webhook_endpoints");
        }
    }
}
