/* The list of all models: see domain/models.h. */
#include "domain/models.h"

#include "domain/models/attempt_counter.h"
#include "domain/models/audit_entry.h"
#include "domain/models/contract.h"
#include "domain/models/contract_amendment.h"
#include "domain/models/notification.h"
#include "domain/models/one_time_code.h"
#include "domain/models/partner.h"
#include "domain/models/partner_contact.h"
#include "domain/models/role.h"
#include "domain/models/service_client.h"
#include "domain/models/session.h"
#include "domain/models/signing_key.h"
#include "domain/models/transaction.h"
#include "domain/models/user.h"
#include "models/idempotency_record.h"

const mapper_model *const domain_models[] = {&attempt_counter_model,
                                             &audit_entry_model,
                                             &contract_model,
                                             &contract_amendment_model,
                                             &domain__idempotency_model,
                                             &notification_model,
                                             &one_time_code_model,
                                             &partner_model,
                                             &partner_contact_model,
                                             &role_model,
                                             &service_client_model,
                                             &session_model,
                                             &signing_key_model,
                                             &transaction_model,
                                             &user_model,
                                             NULL};
