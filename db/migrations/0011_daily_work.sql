CREATE TABLE "archive_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"manifest" jsonb NOT NULL,
	"digest" text,
	"community_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "archive_parts" (
	"import_id" uuid NOT NULL,
	"first" bigint NOT NULL,
	"kind" text NOT NULL,
	"rows" jsonb NOT NULL,
	CONSTRAINT "archive_parts_import_id_first_pk" PRIMARY KEY("import_id","first")
);
--> statement-breakpoint
CREATE TABLE "public_pages" (
	"community_id" uuid PRIMARY KEY NOT NULL,
	"state" text DEFAULT 'off' NOT NULL,
	"commands" boolean DEFAULT true NOT NULL,
	"quotes" boolean DEFAULT true NOT NULL,
	"link" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "public_pages_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "unnamed_accounts" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reminders" ADD COLUMN "undo" jsonb;--> statement-breakpoint
ALTER TABLE "archive_imports" ADD CONSTRAINT "archive_imports_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_imports" ADD CONSTRAINT "archive_imports_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_parts" ADD CONSTRAINT "archive_parts_import_id_archive_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."archive_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_pages" ADD CONSTRAINT "public_pages_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unnamed_accounts" ADD CONSTRAINT "unnamed_accounts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "archive_imports_person_idx" ON "archive_imports" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "archive_imports_community_idx" ON "archive_imports" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "archive_imports_expires_idx" ON "archive_imports" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "deliveries_unseen_idx" ON "deliveries" USING btree ("community_id","created_at","id") WHERE status in ('refused', 'unknown', 'withheld');